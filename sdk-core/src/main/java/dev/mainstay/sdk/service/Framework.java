package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.http.EndpointProducer;
import dev.mainstay.sdk.launch.LaunchCustomizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

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

  private final Path path;
  private final LaunchCustomizer launchCustomizer;
  private final ImmutableMap<String, EndpointProducer> endpoints;

  private Framework(
      Path path,
      LaunchCustomizer launchCustomizer,
      ImmutableMap<String, EndpointProducer> endpoints) {
    this.path = path;
    this.launchCustomizer = launchCustomizer;
    this.endpoints = endpoints;
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
    return new Framework(path, LaunchCustomizer.NONE, ImmutableMap.of());
  }

  /** Gives it a hand in each launch of a task; the one given last counts. */
  public Framework launch(LaunchCustomizer customizer) {
    return new Framework(path, customizer, endpoints);
  }

  /** Adds an endpoint of its own, which goes before a port's of the same name. */
  public Framework endpoint(String name, EndpointProducer producer) {
    Map<String, EndpointProducer> all = new LinkedHashMap<>(endpoints);
    all.put(name, producer);
    return new Framework(path, launchCustomizer, ImmutableMap.copyOf(all));
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

  /** Where its spec is: a file, or the folder that holds it. */
  public Path path() {
    return path;
  }

  public LaunchCustomizer launchCustomizer() {
    return launchCustomizer;
  }

  public ImmutableMap<String, EndpointProducer> endpoints() {
    return endpoints;
  }
}
