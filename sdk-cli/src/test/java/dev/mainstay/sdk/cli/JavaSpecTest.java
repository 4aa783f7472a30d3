package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command line of a framework whose spec is made in Java. */
final class JavaSpecTest {

  private static final Framework KIOSK =
      Framework.of(
          ServiceSpec.builder("kiosk")
              .pod(
                  PodSpec.builder("booth")
                      .count(2)
                      .task(
                          TaskSpec.builder("server")
                              .cmd("./serve")
                              .resources(own -> own.cpus(0.5).memory(64))))
              .build());

  @Test
  void it_is_validated() {
    assertThat(run("validate")).isEqualTo("svc.yml: service kiosk with booth is valid\n");
  }

  @Test
  void it_is_shown_as_yaml() {
    assertThat(run("render"))
        .isEqualTo(
            """
            name: kiosk
            pods:
              booth:
                count: 2
                tasks:
                  server:
                    goal: RUNNING
                    cmd: ./serve
                    cpus: 0.5
                    memory: 64
            """);
  }

  private static String run(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        MainstayCli.run(KIOSK, CliRun.terminal(out, err, ImmutableMap.of()), List.of(command));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(exitCode).isEqualTo(0);
    return out.toString(StandardCharsets.UTF_8);
  }
}
