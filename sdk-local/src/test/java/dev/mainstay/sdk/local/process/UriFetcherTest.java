package dev.mainstay.sdk.local.process;

import static dev.mainstay.sdk.local.process.ContainerLab.AGENT;
import static dev.mainstay.sdk.local.process.ContainerLab.fetching;
import static dev.mainstay.sdk.local.process.ContainerLab.nested;
import static dev.mainstay.sdk.local.process.ContainerLab.uri;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.sdk.local.model.ContainerEvent.LaunchFailed;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PODS.md section 6, against a web server of the test. */
final class UriFetcherTest {

  private Path files;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ContainerLab lab;

  @BeforeEach
  void open(@TempDir Path work, @TempDir Path served) throws IOException {
    files = served;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          Path file = files.resolve(exchange.getRequestURI().getPath().substring(1));
          boolean found = Files.isRegularFile(file);
          byte[] body = found ? Files.readAllBytes(file) : "no such file".getBytes(UTF_8);
          boolean head = exchange.getRequestMethod().equals("HEAD");
          if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
          }
          exchange.sendResponseHeaders(found ? 200 : 404, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    lab = new ContainerLab(work);
    lab.startExecutor();
  }

  @AfterEach
  void close() {
    lab.close();
    server.stop(0);
  }

  private String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private Path packed(String name, String... tarOptions) throws IOException {
    Path folder = files.resolve("content/bin");
    Files.createDirectories(folder);
    Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho tool\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Commands.run(
        ImmutableList.<String>builder()
            .add("tar")
            .add(tarOptions)
            .add(files.resolve(name).toString(), "-C", files.resolve("content").toString(), "bin")
            .build());
    return files.resolve(name);
  }

  @Test
  void archives_are_unpacked_by_their_names_and_kept_beside() throws IOException {
    packed("a.tar.gz", "-czf");
    packed("b.tgz", "-czf");
    packed("c.tar", "-cf");
    packed("d.tar.bz2", "-cjf");
    packed("e.tar.xz", "-cJf");
    for (String name : List.of("a.tar.gz", "b.tgz", "c.tar", "d.tar.bz2", "e.tar.xz")) {
      assertThat(lab.run(name, fetching("bin/tool", uri(url(name)))).exitCode()).isZero();
      assertThat(lab.stdout(name)).isEqualTo("tool\n");
      assertThat(lab.sandbox(name).resolve(name)).exists();
    }
  }

  @Test
  void zip_and_gz_are_unpacked_too() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(files.resolve("z.zip")))) {
      zip.putNextEntry(new ZipEntry("in/side"));
      zip.write("zipped".getBytes(UTF_8));
    }
    try (OutputStream gz =
        new GZIPOutputStream(Files.newOutputStream(files.resolve("plain.txt.gz")))) {
      gz.write("unzipped".getBytes(UTF_8));
    }
    lab.run("a", fetching("cat in/side plain.txt", uri(url("z.zip")), uri(url("plain.txt.gz"))));
    assertThat(lab.stdout("a")).isEqualTo("zippedunzipped");
  }

  @Test
  void a_zip_that_leads_out_of_the_sandbox_is_refused() throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(files.resolve("evil.zip")))) {
      zip.putNextEntry(new ZipEntry("../../evil"));
      zip.write("x".getBytes(UTF_8));
    }
    lab.launch("a", fetching("true", uri(url("evil.zip"))));
    assertThat(lab.failed().cause()).isEqualTo(LaunchFailed.Cause.FETCH);
    assertThat(lab.sandbox("a").resolve("../../evil")).doesNotExist();
  }

  @Test
  void a_tar_that_leads_out_of_the_sandbox_stays_inside() throws IOException {
    Files.createDirectories(files.resolve("x/y"));
    Files.writeString(files.resolve("evil"), "x");
    Commands.run(
        ImmutableList.of(
            "tar",
            "-cPf",
            files.resolve("e.tar").toString(),
            "-C",
            files.resolve("x/y").toString(),
            "../../evil"));
    lab.launch("a", fetching("true", uri(url("e.tar"))));
    lab.next();
    assertThat(lab.runDirectory().resolve("evil")).doesNotExist();
    assertThat(lab.sandbox("a").resolve("../../evil")).doesNotExist();
  }

  @Test
  void output_file_renames_and_makes_folders_and_executable_sets_the_bits() throws IOException {
    Files.writeString(files.resolve("tool"), "#!/bin/sh\necho tool\n");
    CommandInfo.Uri renamed =
        new CommandInfo.Uri(url("tool"), true, true, false, "conf/sub/my-tool");
    CommandInfo.Uri plain = new CommandInfo.Uri(url("tool"), false, true, false, null);
    lab.run("a", fetching("conf/sub/my-tool; test -x tool || echo plain", renamed, plain));
    assertThat(lab.stdout("a")).isEqualTo("tool\nplain\n");
  }

  @Test
  void without_extract_only_the_file_is_there() throws IOException {
    packed("a.tar.gz", "-czf");
    CommandInfo.Uri kept = new CommandInfo.Uri(url("a.tar.gz"), false, false, false, null);
    lab.run("a", fetching("ls", kept));
    assertThat(lab.stdout("a").lines()).contains("a.tar.gz").doesNotContain("bin");
  }

  @Test
  void files_of_this_machine_are_copied() throws IOException {
    Path file = Files.writeString(files.resolve("local.txt"), "here");
    lab.run("a", fetching("cat local.txt", uri("file://" + file)));
    lab.run("b", fetching("cat local.txt", uri(file.toString())));
    assertThat(lab.stdout("a") + lab.stdout("b")).isEqualTo("herehere");
  }

  @Test
  void a_cached_uri_is_asked_for_once() throws IOException {
    packed("a.tar.gz", "-czf");
    CommandInfo.Uri cached = new CommandInfo.Uri(url("a.tar.gz"), false, true, true, null);
    lab.launch("a", fetching("bin/tool", cached));
    lab.launch("b", fetching("bin/tool", cached));
    for (int event = 0; event < 4; event++) {
      lab.next(); // two tasks, each started and ended, in any order
    }
    assertThat(lab.stdout("a") + lab.stdout("b")).isEqualTo("tool\ntool\n");
    assertThat(requests).containsExactly("HEAD /a.tar.gz", "GET /a.tar.gz");
  }

  @Test
  void a_failed_fetch_fails_the_launch_and_says_why_in_stderr() throws IOException {
    lab.launch("a", fetching("true", uri(url("missing"))));
    assertThat(lab.failed())
        .isEqualTo(
            new LaunchFailed(
                nested("a"), LaunchFailed.Cause.FETCH, "Command exited with status 1"));
    assertThat(lab.stderr("a"))
        .contains(
            "Failed to fetch '"
                + url("missing")
                + "': Error downloading resource, received HTTP return code 404");
    assertThat(lab.sandbox("a").resolve("missing")).hasContent("no such file");
    assertThat(lab.runDirectory().resolve("tasks/task-a")).doesNotExist();
    assertThat(lab.remembered("task-a").toRealPath()).isEqualTo(lab.sandbox("a").toRealPath());
  }

  @Test
  void other_failures_say_why_in_stderr() throws IOException {
    Files.writeString(files.resolve("broken.tar.gz"), "this is no archive");
    lab.launch("broken", fetching("true", uri(url("broken.tar.gz"))));
    lab.failed();
    assertThat(lab.stderr("broken")).contains("Failed to extract archive '");

    lab.launch("gone", fetching("true", uri("/no/such/file")));
    lab.failed();
    assertThat(lab.stderr("gone")).contains("No such file or directory");

    lab.launch("scheme", fetching("true", uri("hdfs://host/file")));
    lab.failed();
    assertThat(lab.stderr("scheme")).contains("fetches file:, http: and https:");
  }

  @Test
  void an_absolute_output_file_is_refused() throws IOException {
    CommandInfo.Uri absolute = new CommandInfo.Uri(url("x"), false, true, false, "/tmp/x");
    lab.launch("a", fetching("true", absolute));
    assertThat(lab.failed().message()).isEqualTo("Command terminated with signal Killed");
    assertThat(lab.stderr("a")).contains("must be within the sandbox directory");
  }

  @Test
  void an_output_file_may_go_beside_the_sandbox_but_not_out_of_the_executors() throws IOException {
    Files.writeString(files.resolve("x"), "x");
    CommandInfo.Uri beside = new CommandInfo.Uri(url("x"), false, true, false, "../x");
    lab.run("a", fetching("true", beside));
    assertThat(lab.runDirectory().resolve("containers/x")).hasContent("x");

    CommandInfo.Uri out = new CommandInfo.Uri(url("x"), false, true, false, "../../../x");
    lab.launch("b", fetching("true", out));
    assertThat(lab.failed().cause()).isEqualTo(LaunchFailed.Cause.FETCH);
  }

  @Test
  void a_command_task_fails_with_the_agents_message() {
    ContainerId command = new ContainerId(AGENT, "run-9", null);
    lab.launch(command, fetching("true", uri(url("missing"))), ContainerInfo.mesos(), "");
    assertThat(lab.failed().message())
        .isEqualTo(
            "Failed to launch container: Failed to fetch all URIs for container 'run-9': exited"
                + " with status 1");
  }
}
