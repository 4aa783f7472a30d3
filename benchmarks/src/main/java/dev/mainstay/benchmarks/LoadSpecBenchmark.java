package dev.mainstay.benchmarks;

import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
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

/**
 * What it costs to load a service spec: to render it, read it with positions, decode and check it,
 * and try out its configuration templates. The files are read once, before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class LoadSpecBenchmark {

  /** A framework's folder or a spec's file, from where the benchmark is started. */
  @Param("frameworks/kafka")
  public String framework = "";

  @SuppressWarnings("NullAway.Init") // set up before it is used
  private SpecSource source;

  private ImmutableSortedMap<String, String> environment = ImmutableSortedMap.of();

  /** Reads the files. */
  @Setup
  public void read() {
    source = SpecSource.at(Path.of(framework));
    environment = ServiceEnvironment.of(source, GivenOptions.none());
  }

  /** From text to spec, or to problems. */
  @Benchmark
  public LoadedSpec load() {
    return SpecLoader.load(source, environment);
  }

  /** From the framework's options, too: its schema, its defaults and their variables. */
  @Benchmark
  public LoadedSpec loadWithOptions() {
    return SpecLoader.load(source, ServiceEnvironment.of(source, GivenOptions.none()));
  }
}
