package dev.mainstay.sdk.local.process;

import dev.mainstay.sdk.local.process.UriFetcher.FetchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Files from web servers. Closing it ends the downloads that are under way. */
final class Downloads implements AutoCloseable {

  /** Without a byte for so long a download fails: Mesos's {@code --fetcher_stall_timeout}. */
  private static final Duration STALL = Duration.ofMinutes(1);

  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** A loop of redirects ends here; browsers give up after 20. */
  private static final int MAX_REDIRECTS = 20;

  private final Set<HttpURLConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * GETs {@code uri} into {@code target}, following redirects. The body of a refusal is left there,
   * as Mesos does.
   */
  void get(String uri, Path target, BooleanSupplier cancelled) throws FetchFailure, IOException {
    HttpURLConnection connection = null;
    try {
      connection = follow(uri, "GET");
      int status = connection.getResponseCode();
      InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      save(body, target, cancelled);
      if (status != HttpURLConnection.HTTP_OK) {
        throw FetchFailure.of("Error downloading resource, received HTTP return code " + status);
      }
    } catch (IOException e) {
      throw FetchFailure.of("Error downloading resource: " + reason(e));
    } finally {
      release(connection);
    }
  }

  /** What a server says to HEAD about a file's size in bytes; -1 when it does not say. */
  long sizeOf(String uri) throws FetchFailure {
    HttpURLConnection connection = null;
    try {
      connection = follow(uri, "HEAD");
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK
          ? connection.getContentLengthLong()
          : -1;
    } catch (IOException e) {
      return -1; // the GET that follows tells why
    } finally {
      release(connection);
    }
  }

  private HttpURLConnection follow(String uri, String method) throws FetchFailure, IOException {
    URL url = url(uri);
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpURLConnection connection = connect(url, method);
      String location = connection.getHeaderField("Location");
      if (connection.getResponseCode() / 100 != 3 || location == null) {
        return connection;
      }
      release(connection);
      url = url(new URL(url, location).toString());
    }
    throw FetchFailure.of("Error downloading resource: more than " + MAX_REDIRECTS + " redirects");
  }

  private HttpURLConnection connect(URL url, String method) throws FetchFailure, IOException {
    URLConnection connection = url.openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw FetchFailure.of("'" + url.getProtocol() + "' is not a scheme that can be fetched");
    }
    http.setRequestMethod(method);
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setConnectTimeout((int) CONNECT.toMillis());
    http.setReadTimeout((int) STALL.toMillis());
    open.add(http);
    if (closed) {
      release(http);
      throw new IOException("the cluster is being stopped");
    }
    http.connect();
    return http;
  }

  private static URL url(String uri) throws FetchFailure {
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      throw FetchFailure.of(
          "the embedded cluster fetches file:, http: and https: and plain paths only");
    }
    try {
      return new URL(uri);
    } catch (MalformedURLException e) {
      throw FetchFailure.of("Error downloading resource: " + e.getMessage());
    }
  }

  private static void save(@Nullable InputStream body, Path target, BooleanSupplier cancelled)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(target)) {
      byte[] buffer = new byte[64 * 1024];
      int read = body == null ? -1 : body.read(buffer);
      while (body != null && read >= 0) {
        file.write(buffer, 0, read);
        if (cancelled.getAsBoolean()) {
          throw new IOException("the container was destroyed while fetching");
        }
        read = body.read(buffer);
      }
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private void release(@Nullable HttpURLConnection connection) {
    if (connection != null) {
      open.remove(connection);
      connection.disconnect();
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(HttpURLConnection::disconnect);
  }
}
