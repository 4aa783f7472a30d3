package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A task's sandbox with {@code node.sh} and stand-ins for Cassandra's tools, which write down in
 * {@code calls} how they are called. The one for {@code nodetool} tells what is in the folder
 * {@code told}.
 */
final class NodeSandbox {

  static final String ADDRESS = "10.0.0.3";

  private final Path folder;

  /** How a command ended, and what it wrote. */
  record Ended(int code, String output) {}

  private NodeSandbox(Path folder) {
    this.folder = folder;
  }

  static NodeSandbox in(Path folder) throws IOException {
    NodeSandbox sandbox = new NodeSandbox(folder);
    Files.copy(Path.of("src/main/dist/node.sh"), folder.resolve("node.sh"));
    Files.createDirectories(folder.resolve("cassandra-data"));
    sandbox.nodetool("cat \"told/$1\" 2>/dev/null || true");
    return sandbox;
  }

  Path resolve(String file) {
    return folder.resolve(file);
  }

  Ended run(String command, String... variables) throws Exception {
    return run(command, variables(variables));
  }

  Ended run(String command, Map<String, String> variables) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", ". ./node.sh && " + command);
    Map<String, String> environment = shell.environment();
    environment.putAll(
        ImmutableMap.<String, String>builder()
            .put("MESOS_CONTAINER_IP", ADDRESS)
            .put("POD_INSTANCE_INDEX", "2")
            .put("JMX_PORT", "7199")
            .put("NATIVE_PORT", "9042")
            .put("PORT_STORAGE", "7000")
            .put("JVM_EXTRA_OPTS", "")
            .put("REPLACE_ADDRESS", "")
            .put("SUPERUSER", "admin")
            .put("PASSWORD_FILE", "password")
            .buildOrThrow());
    environment.putAll(variables);
    Process process = shell.directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  static ImmutableMap<String, String> variables(String... all) {
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    for (int i = 0; i < all.length; i += 2) {
      variables.put(all[i], all[i + 1]);
    }
    return variables.buildOrThrow();
  }

  /** What was called until now; empty for nothing. */
  String calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  void nodetool(String body) throws IOException {
    program("nodetool", "shift 4\necho \"nodetool $*\" >>calls\n" + body);
  }

  /** A program of Cassandra's. */
  void program(String name, String body) throws IOException {
    executable("apache-cassandra-5.0.9/bin/" + name, body);
  }

  void executable(String file, String body) throws IOException {
    write(file, "#!/bin/sh\n" + body + "\n");
    assertThat(folder.resolve(file).toFile().setExecutable(true)).isTrue();
  }

  void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
