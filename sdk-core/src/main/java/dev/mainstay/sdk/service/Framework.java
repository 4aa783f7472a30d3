package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.http.EndpointProducer;
import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.planner.RecoveryPolicy;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A framework: the folder with its spec, templates and options, and what its spec cannot say.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Framework.of(MyFramework.class)
 *       .endpoint("bootstrap-servers", state -> …)
 *       .run(args);
 * }
 * }</pre>
 */
public final class Framework {

  private final @Nullable Path path;
  private final @Nullable ServiceSpec spec;
  private final LaunchCustomizer launchCustomizer;
  private final ImmutableMap<String, EndpointProducer> endpoints;
  private final SpecValidator validator;
  private final RecoveryPolicy recoveryPolicy;

  private Framework(
      @Nullable Path path,
      @Nullable ServiceSpec spec,
      LaunchCustomizer launchCustomizer,
      ImmutableMap<String, EndpointProducer> endpoints,
      SpecValidator validator,
      RecoveryPolicy recoveryPolicy) {
    this.path = path;
    this.spec = spec;
    this.launchCustomizer = launchCustomizer;
    this.endpoints = endpoints;
    this.validator = validator;
    this.recoveryPolicy = recoveryPolicy;
  }

  /**
   * The framework of a program.
   *
   * @param program any class of it: the spec is looked for beside its jar or class folder, see
   *     {@link FrameworkFolder}
   */
  public static Framework of(Class<?> program) {
    return of(FrameworkFolder.of(program));
  }

  /**
   * A spec alone.
   *
   * @param path the spec, or the folder that holds {@code svc.yml}; templates and options lie
   *     beside it
   */
  public static Framework of(Path path) {
    return new Framework(
        path,
        null,
        LaunchCustomizer.NONE,
        ImmutableMap.of(),
        SpecValidator.NONE,
        RecoveryPolicy.NONE);
  }

  /**
   * A spec made in Java. From here on it is its YAML: that is what is checked, stored, shown and
   * compared.
   */
  public static Framework of(ServiceSpec spec) {
    return new Framework(
        null,
        spec,
        LaunchCustomizer.NONE,
        ImmutableMap.of(),
        SpecValidator.NONE,
        RecoveryPolicy.NONE);
  }

  /** Gives it a hand in each launch of a task; the one given last counts. */
  public Framework launch(LaunchCustomizer customizer) {
    return new Framework(path, spec, customizer, endpoints, validator, recoveryPolicy);
  }

  /** Adds an endpoint of its own, which goes before a port's of the same name. */
  public Framework endpoint(String name, EndpointProducer producer) {
    Map<String, EndpointProducer> all = new LinkedHashMap<>(endpoints);
    all.put(name, producer);
    return new Framework(
        path, spec, launchCustomizer, ImmutableMap.copyOf(all), validator, recoveryPolicy);
  }

  /** Adds rules of its own for its spec, beside those given before. */
  public Framework validator(SpecValidator more) {
    return new Framework(
        path, spec, launchCustomizer, endpoints, validator.and(more), recoveryPolicy);
  }

  /** Gives it its own way to bring failed pods back; the one given last counts. */
  public Framework recovery(RecoveryPolicy policy) {
    return new Framework(path, spec, launchCustomizer, endpoints, validator, policy);
  }

  /**
   * Runs the command line with this framework, then ends the process with the command's exit code.
   */
  public void run(String... arguments) {
    CommandLine commandLine =
        ServiceLoader.load(CommandLine.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no command line on the class path; add the dependency dev.mainstay:sdk-cli"));
    System.exit(commandLine.run(this, ImmutableList.copyOf(arguments)));
  }

  /** Where its spec is: a file, or the folder that holds it; empty for one made in Java. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /**
   * Its spec with all that belongs to it.
   *
   * @throws dev.mainstay.sdk.base.InvalidInputException when there is no spec, or a file cannot be
   *     read
   * @throws IllegalArgumentException when YAML has no form for a spec made in Java
   */
  public SpecSource source() {
    if (spec != null) {
      return SpecSource.of(spec);
    }
    if (path == null) {
      throw new IllegalStateException("a framework has a path or a spec");
    }
    return SpecSource.at(path);
  }

  public LaunchCustomizer launchCustomizer() {
    return launchCustomizer;
  }

  public ImmutableMap<String, EndpointProducer> endpoints() {
    return endpoints;
  }

  /** Its own rules, all of them. */
  public SpecValidator validator() {
    return validator;
  }

  public RecoveryPolicy recoveryPolicy() {
    return recoveryPolicy;
  }
}
