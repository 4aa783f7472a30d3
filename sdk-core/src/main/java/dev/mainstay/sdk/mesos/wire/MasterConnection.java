package dev.mainstay.sdk.mesos.wire;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executor;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/** Posts calls to masters over HTTP/1.1, in protobuf. */
final class MasterConnection {

  static final String STREAM_ID = "Mesos-Stream-Id";

  private static final String PROTOBUF = "application/x-protobuf";

  /** Of a refusal's body: Mesos's are one sentence. */
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;

  private final ClientSettings settings;
  private final HttpClient http;

  MasterConnection(ClientSettings settings, Executor executor) {
    this.settings = settings;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(executor)
            .build();
  }

  /**
   * Sends a call and waits for the head of the answer.
   *
   * @param streamId of the subscription, absent for SUBSCRIBE
   */
  HttpResponse<InputStream> post(MasterAddress master, Call call, @Nullable String streamId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(master.schedulerApi())
            .timeout(settings.callTimeout())
            .header("Content-Type", PROTOBUF)
            .header("Accept", PROTOBUF)
            .POST(HttpRequest.BodyPublishers.ofByteArray(call.toByteArray()));
    if (streamId != null) {
      request.header(STREAM_ID, streamId);
    }
    ClientSettings.Credentials credentials = settings.credentials();
    if (credentials != null) {
      String pair = credentials.principal() + ":" + credentials.secret();
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** The text of an answer that is no stream. */
  static String message(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return new String(
          ByteStreams.toByteArray(ByteStreams.limit(body, MAX_MESSAGE_BYTES)),
          StandardCharsets.UTF_8);
    }
  }

  /** Our own address on the way to a master. Nothing is sent: a datagram socket only looks up. */
  static String localAddress(MasterAddress master) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(master.host(), master.port()));
      return socket.getLocalAddress().getHostAddress();
    }
  }
}
