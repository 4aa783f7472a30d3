package dev.mainstay.sdk.testing.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.testing.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same world is the same to the last byte. */
final class TraceTest {

  private static final Path BROKERS =
      Path.of("src/test/resources/dev/mainstay/sdk/testing/brokers");

  private record Life(long digest, List<String> lines) {}

  /** Prints the digest and the number of lines of a life, in a virtual machine of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Life life = life();
      System.out.println(life.digest() + " " + String.join("\n", life.lines()).hashCode());
    }
  }

  private static Life life() {
    List<String> lines = new ArrayList<>();
    Simulation sim = Simulation.of(BROKERS).agents(5).seed(1).start();
    sim.world().trace().read(lines::add);
    sim.awaitPlan("deploy").complete();
    sim.agentOf("broker-1").markGone();
    sim.world().killScheduler();
    sim.advance(Duration.ofHours(1));
    return new Life(sim.world().trace().digest(), lines);
  }

  @Test
  void the_same_seed_gives_the_same_trace() {
    assertThat(life()).isEqualTo(life());
  }

  @Test
  void a_trace_does_not_depend_on_the_virtual_machine() throws IOException {
    Life life = life();
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String elsewhere =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(elsewhere)
        .isEqualTo(life.digest() + " " + String.join("\n", life.lines()).hashCode());
  }
}
