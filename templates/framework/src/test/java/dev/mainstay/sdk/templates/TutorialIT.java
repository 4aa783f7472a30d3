package dev.mainstay.sdk.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the tutorial, in its order, with the launcher and real processes. Ports are
 * others than the usual, which may be taken. The last pages take minutes: a usual build stops
 * before them, {@code -Ptutorial} does not.
 */
@EnabledOnOs(OS.LINUX)
final class TutorialIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int PAGES = Integer.parseInt(System.getProperty("tutorial.pages"));

  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ImmutableMap<String, String> environment;
  private final int api = freePort();
  private final int master = freePort();
  private final int zookeeper = freePort();

  /** What a reader has in other terminals, the newest last. */
  private final List<Process> terminals = new ArrayList<>();

  private Path directory;

  TutorialIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.directory = Files.createDirectory(folder.resolve("work"));
    MavenHome home = MavenHome.at(Path.of("target/home"));
    BuiltClone clone = BuiltClone.in(Files.createDirectory(folder.resolve("clone")), home);
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    variables.putAll(home.environment());
    variables.put("PATH", clone.folder() + ":" + home.environment().get("PATH"));
    variables.put("MAINSTAY_API", "http://127.0.0.1:" + api);
    this.environment = variables.buildKeepingLast();
  }

  @Test
  void every_command_of_the_pages_succeeds() throws Exception {
    try {
      ImmutableList<TutorialPage> pages =
          TutorialPage.all(MavenHome.CLONE.resolve("docs/tutorial"));
      assertThat(pages).hasSizeGreaterThanOrEqualTo(PAGES);
      for (TutorialPage page : pages.subList(0, PAGES)) {
        assertThat(page.commands()).as(page.name()).isNotEmpty();
        for (String command : page.commands()) {
          perform(page, withFreePorts(command));
        }
      }
    } finally {
      terminals.forEach(Process::destroy);
      for (Process terminal : terminals) {
        if (!terminal.waitFor(30, TimeUnit.SECONDS)) {
          terminal.destroyForcibly().waitFor();
        }
      }
    }
  }

  private void perform(TutorialPage page, String command) throws Exception {
    if (command.startsWith("cd ")) {
      directory = directory.resolve(command.substring("cd ".length())).normalize();
      return;
    }
    if (isForAnotherTerminal(command)) {
      stay(page, command);
      return;
    }
    String shown = page.name() + ": " + command;
    Path output = folder.resolve("command.out");
    Process process = start(command, output);
    try {
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended)
          .as("%s: not within %s%n%s", shown, PATIENCE, Files.readString(output))
          .isTrue();
      assertThat(process.exitValue()).as("%s%n%s", shown, Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    if (command.startsWith("mainstay uninstall")) {
      Process service = terminals.get(terminals.size() - 1);
      assertThat(service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(shown).isTrue();
      assertThat(service.exitValue()).as(shown).isZero();
    }
  }

  /** Until Ctrl-C, or until the service is uninstalled. */
  private static boolean isForAnotherTerminal(String command) {
    return command.startsWith("mainstay cluster")
        || (command.matches("(mainstay|demo/bin/demo) run .*")
            && !command.contains("--until-deployed"));
  }

  private void stay(TutorialPage page, String command) throws Exception {
    Path output = folder.resolve("terminal-" + terminals.size() + ".out");
    Process terminal = start("exec " + command, output);
    terminals.add(terminal);
    URI ready =
        command.startsWith("mainstay cluster")
            ? URI.create("http://127.0.0.1:" + master + "/health")
            : URI.create("http://127.0.0.1:" + api + "/v1/ready");
    Waiting.until(
        page.name() + ": " + command + " is ready",
        PATIENCE,
        () -> {
          assertThat(terminal.isAlive()).as(Files.readString(output)).isTrue();
          return answers(ready);
        });
  }

  private boolean answers(URI uri) throws InterruptedException {
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private Process start(String command, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ImmutableList.of("sh", "-c", command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String withFreePorts(String command) {
    return command
        .replaceFirst("^(mainstay|demo/bin/demo) run\\b", "$0 --api-port " + api)
        .replaceFirst(
            "^mainstay cluster", "$0 --master-port " + master + " --zookeeper-port " + zookeeper)
        .replace("127.0.0.1:5050", "127.0.0.1:" + master)
        .replace("127.0.0.1:2181", "127.0.0.1:" + zookeeper);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
