package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemplateCheckTest {

  private final Path folder;

  TemplateCheckTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("seeds.conf"), "seeds={{SEEDS}}\nhost={{TASK_NAME}}.{{FRAMEWORK_HOST}}\n");
  }

  @Test
  void a_name_that_is_not_known_gives_nothing_and_a_warning() throws IOException {
    assertThat(load("./server").warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "seeds.conf:1:7: warning: variable 'SEEDS' is not defined and gives nothing, as in dcos-commons; define it, or put it in a section '{{#SEEDS}}…{{/SEEDS}}'");
  }

  @Test
  void a_name_that_is_not_known_is_a_mistake_among_others() {
    assertThatThrownBy(() -> load("./server\"\n        gaol: \"x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("seeds.conf:1:7: variable 'SEEDS' is not defined;");
  }

  @Test
  void a_tag_that_is_not_closed_is_left_to_bootstrap_with_what_it_swallows() throws IOException {
    Files.writeString(folder.resolve("seeds.conf"), "a={{A\nb={{B}}\nname={{TASK_NAME}}\n");

    assertThat(load("./bootstrap && ./server").warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "seeds.conf:1:3: warning: '{{' is not closed here; it is left to bootstrap, which takes it from the task's environment");
  }

  @Test
  void a_name_that_is_left_to_bootstrap_is_a_warning() throws IOException {
    assertThat(load("export SEEDS=$(./seeds) && ./bootstrap && ./server").warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "seeds.conf:1:7: warning: variable 'SEEDS' is not defined here; it is left to bootstrap, which takes it from the task's environment");
  }

  private LoadedSpec load(String command) throws IOException {
    Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: grove
        pods:
          tree:
            count: 1
            tasks:
              node:
                goal: RUNNING
                cmd: "%s"
                cpus: 0.1
                memory: 32
                configs:
                  seeds:
                    template: seeds.conf
                    dest: seeds.conf
        """
            .formatted(command));
    return SpecLoader.load(SpecSource.at(folder), ImmutableMap.of());
  }
}
