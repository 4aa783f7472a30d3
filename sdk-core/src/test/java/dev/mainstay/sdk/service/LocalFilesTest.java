package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFilesTest {

  private static final String SPEC =
      """
      name: hello
      pods:
        hello:
          count: 2
          uris:
            - {{{TOOL_URI}}}{{^TOOL_URI}}file://{{{FRAMEWORK_DIR}}}/tool.tgz{{/TOOL_URI}}
            - {{KEYSTORE}}
            - https://example.com/x
            - scheduler:bootstrap
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              memory: 256
              uris:
                - uri: file://localhost/nowhere/some%20words.txt
                - uri: "{{TOOL_URI}}{{^TOOL_URI}}file://{{FRAMEWORK_DIR}}/tool.tgz{{/TOOL_URI}}"
      """;

  private final Path folder;

  LocalFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_file_that_is_not_there_is_told_once_before_anything_starts() throws IOException {
    LoadedSpec spec = load("KEYSTORE=/nowhere/keystore.zip");
    assertThat(told(LocalFiles.missing("svc.yml", spec)))
        .containsExactly(
            "svc.yml:5:5: pods.hello.uris: there is no file '"
                + folder
                + "/tool.tgz' to fetch; put it there, or name another address: --set tool.uri=https://…",
            "svc.yml:5:5: pods.hello.uris: there is no file '/nowhere/keystore.zip' to fetch; put it"
                + " there, or name another address: --env KEYSTORE=https://…",
            "svc.yml:16:9: pods.hello.tasks.server.uris: there is no file '/nowhere/some%20words.txt'"
                + " to fetch; put it there; a release's files elsewhere: --env TEMPLATE_ARTIFACT_DIR=https://…");
  }

  @Test
  void a_file_that_is_there_is_right_for_agents_of_this_machine() throws IOException {
    Files.createFile(folder.resolve("tool.tgz"));
    LoadedSpec spec = load("KEYSTORE=/bin/sh");
    assertThat(told(LocalFiles.missing("svc.yml", spec)))
        .singleElement()
        .asString()
        .contains("some%20words.txt");
  }

  @Test
  void agents_elsewhere_do_not_have_what_lies_beside_the_spec() throws IOException {
    LoadedSpec spec = load("KEYSTORE=/bin/sh");
    assertThat(told(LocalFiles.besideSpec("svc.yml", spec)))
        .containsExactly(
            "svc.yml:5:5: warning: pods.hello.uris: 'tool.tgz' lies beside the spec, where the"
                + " scheduler runs, and agents look for it on their own machines; name an address"
                + " that they reach: --set tool.uri=https://…");
  }

  @Test
  void another_folder_that_is_given_is_known_to_be_there() throws IOException {
    LoadedSpec spec = load("KEYSTORE=/bin/sh", "FRAMEWORK_DIR=/shared/tools");
    assertThat(LocalFiles.besideSpec("svc.yml", spec)).isEmpty();
  }

  private LoadedSpec load(String... variables) throws IOException {
    Files.writeString(folder.resolve("svc.yml"), SPEC);
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"properties": {"tool": {"properties": {"uri": {"type": "string", "default": ""}}}}}
        """);
    SpecSource source = SpecSource.at(folder);
    GivenOptions given =
        new GivenOptions(
            null, ImmutableList.of(), ImmutableMap.of(), null, ImmutableList.copyOf(variables));
    return SpecLoader.load(source, ServiceEnvironment.load(source, given));
  }

  private static List<String> told(ImmutableList<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }
}
