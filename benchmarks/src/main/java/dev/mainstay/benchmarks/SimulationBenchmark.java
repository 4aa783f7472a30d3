package dev.mainstay.benchmarks;

import dev.mainstay.sdk.testing.Simulation;
import dev.mainstay.sdk.testing.fault.FaultPlay;
import dev.mainstay.sdk.testing.fault.FaultSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a framework's scenario costs in simulation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(2)
public class SimulationBenchmark {

  private static final int FAULTS = 25;
  private static final Duration DAY = Duration.ofHours(24);

  /** A framework's folder, from where the benchmark is started. */
  @Param("frameworks/helloworld")
  public String framework = "";

  @SuppressWarnings("NullAway.Init") // set up before it is used
  private Simulation quiet;

  private long seed;

  /** A deployed service in which nothing happens any more. */
  @Setup
  public void deploy() {
    quiet = deployed();
    quiet.advance(Duration.ofHours(1));
  }

  private Simulation deployed() {
    return Simulation.of(Path.of(framework)).agents(5).start().awaitPlan("deploy").complete();
  }

  /** A test's usual story: the spec is loaded and deployed, and half an hour passes. */
  @Benchmark
  public Simulation scenario() {
    return deployed().advance(Duration.ofMinutes(30));
  }

  /** A thousand hours of a service that has nothing to do. */
  @Benchmark
  public Simulation thousandQuietHours() {
    return quiet.advance(Duration.ofHours(1000));
  }

  /** A day with faults, another one each time. */
  @Benchmark
  public Simulation dayOfFaults() {
    seed++;
    Simulation simulation = Simulation.of(Path.of(framework)).agents(5).seed(seed).start();
    FaultPlay play = new FaultPlay(simulation.world(), simulation.behaviours());
    play.play(FaultSchedule.draw(seed, FAULTS, DAY, 5));
    return simulation.advance(DAY);
  }
}
