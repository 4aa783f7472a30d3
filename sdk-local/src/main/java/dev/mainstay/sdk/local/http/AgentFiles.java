package dev.mainstay.sdk.local.http;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.process.TaskSandboxes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files API of agents, {@code /files/read?path=P&offset=N&length=N}, for what lies in the
 * sandboxes of tasks (src/files/files.cpp). The path is the one that a Mesos agent gives them:
 * {@code /frameworks/F/executors/E/runs/latest/tasks/T/FILE}; of it the task tells which it is.
 */
final class AgentFiles {

  /** As Mesos has it: 16 pages at once. */
  private static final int MAX_BYTES = 16 * 4096;

  private static final Pattern PATH =
      Pattern.compile("/frameworks/[^/]+/executors/[^/]+/runs/[^/]+/tasks/([^/]+)/([^/]+)");

  private final TaskSandboxes sandboxes;

  AgentFiles(TaskSandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  HttpResponse read(String query) {
    ImmutableMap<String, String> parameters = parameters(query);
    String path = parameters.get("path");
    if (path == null) {
      return HttpResponse.badRequest("Expecting 'path=value' in query.\n");
    }
    Long offset = Longs.tryParse(parameters.getOrDefault("offset", "-1"));
    Long length = Longs.tryParse(parameters.getOrDefault("length", "-1"));
    if (offset == null || offset < -1 || length == null || length < -1) {
      return HttpResponse.badRequest("Negative or unreadable offset or length.\n");
    }
    try {
      Optional<Path> file = file(path);
      return file.isEmpty() ? HttpResponse.notFound() : piece(file.get(), offset, length);
    } catch (IOException e) {
      return HttpResponse.text(500, "Failed to read " + path + ": " + e + "\n");
    }
  }

  private Optional<Path> file(String path) throws IOException {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return sandboxes
        .find(new TaskId(matcher.group(1)))
        .map(sandbox -> sandbox.resolve(matcher.group(2)))
        .filter(Files::isRegularFile);
  }

  /** Without an offset: where the file ends, and no data. */
  private static HttpResponse piece(Path file, long offset, long length) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      long end = content.length();
      long start = offset < 0 ? end : offset;
      long wanted = length < 0 ? MAX_BYTES : Math.min(length, MAX_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, Math.min(wanted, end - start))];
      if (bytes.length > 0) {
        content.seek(start);
        content.readFully(bytes);
      }
      String json =
          new JsonText()
              .beginObject()
              .name("data")
              .string(new String(bytes, StandardCharsets.ISO_8859_1))
              .name("offset")
              .raw(Long.toString(start))
              .endObject()
              .toString();
      // The bytes of the file stand in the JSON as they are.
      return HttpResponse.ok(
          MessageFormat.JSON.contentType(), ByteString.copyFrom(json, StandardCharsets.ISO_8859_1));
    }
  }

  static ImmutableMap<String, String> parameters(String query) {
    ImmutableMap.Builder<String, String> parameters = ImmutableMap.builder();
    for (String parameter : Splitter.on('&').omitEmptyStrings().split(query)) {
      List<String> parts = Splitter.on('=').limit(2).splitToList(parameter);
      parameters.put(
          Ascii.toLowerCase(parts.get(0)),
          parts.size() < 2 ? "" : URLDecoder.decode(parts.get(1), StandardCharsets.UTF_8));
    }
    return parameters.buildKeepingLast();
  }
}
