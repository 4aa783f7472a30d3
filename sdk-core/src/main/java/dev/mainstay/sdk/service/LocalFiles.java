package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecPlaces;
import dev.mainstay.sdk.spec.yaml.VariableSource;
import dev.mainstay.sdk.template.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files that tasks fetch from the machine that they run on: addresses that are paths, or {@code
 * file://} with a path, as Mesos's fetcher takes them. One problem for each file, at the first
 * field that asks for it.
 */
public final class LocalFiles {

  private static final String SCHEME = "file://";
  private static final String THIS_HOST = "localhost/";

  private final LoadedSpec spec;
  private final SpecPlaces places;

  /** By their paths in this machine, where the first field that asks for each is. */
  private final Map<Path, Asked> files = new LinkedHashMap<>();

  private LocalFiles(String file, LoadedSpec spec) {
    this.spec = spec;
    this.places = SpecPlaces.of(file, spec.inputs());
    spec.spec().pods().values().forEach(this::addAll);
  }

  /**
   * A field that asks for a file.
   *
   * @param field path of the list of addresses
   * @param index of the address there
   */
  private record Asked(UriSpec uri, ImmutableList<String> field, int index) {

    /** Path of the address. */
    ImmutableList<String> item() {
      return ImmutableList.<String>builder()
          .addAll(field)
          .add(Integer.toString(index), "uri")
          .build();
    }
  }

  /**
   * Those that are not there, such as a release's that nobody has built: agents on this machine
   * cannot fetch them.
   *
   * @param file how the spec is named in problems
   */
  public static ImmutableList<Problem> missing(String file, LoadedSpec spec) {
    LocalFiles local = new LocalFiles(file, spec);
    ImmutableList.Builder<Problem> problems = ImmutableList.builder();
    local.files.forEach(
        (path, asked) -> {
          if (!Files.exists(path)) {
            SpecPlaces.Place place = local.places.of(asked.field());
            problems.add(
                Problem.error(
                    place.at(),
                    place.field(),
                    "there is no file '" + path + "' to fetch",
                    local
                        .otherAddress(asked)
                        .map(given -> "put it there, or name another address: " + given)
                        .orElse(
                            "put it there; a release's files elsewhere: --env TEMPLATE_ARTIFACT_DIR=https://…")));
          }
        });
    return problems.build();
  }

  /**
   * Those in the spec's own folder, as warnings: agents of other machines look for them in vain.
   *
   * @param file how the spec is named in problems
   */
  public static ImmutableList<Problem> besideSpec(String file, LoadedSpec spec) {
    GivenInputs given = spec.inputs().given();
    if (given == null) {
      return ImmutableList.of();
    }
    LocalFiles local = new LocalFiles(file, spec);
    Path folder = Path.of(given.folder()).normalize();
    ImmutableList.Builder<Problem> problems = ImmutableList.builder();
    local.files.forEach(
        (path, asked) -> {
          if (path.startsWith(folder)) {
            SpecPlaces.Place place = local.places.of(asked.field());
            problems.add(
                Problem.warning(
                    place.at(),
                    place.field(),
                    "'%s' lies beside the spec, where the scheduler runs, and agents look for it on their own machines"
                        .formatted(folder.relativize(path)),
                    "name an address that they reach"
                        + local.otherAddress(asked).map(option -> ": " + option).orElse("")));
          }
        });
    return problems.build();
  }

  private void addAll(PodSpec pod) {
    add(pod.uris(), ImmutableList.of("pods", pod.type(), "uris"));
    pod.tasks()
        .forEach(
            (name, task) ->
                add(task.uris(), ImmutableList.of("pods", pod.type(), "tasks", name, "uris")));
  }

  private void add(ImmutableList<UriSpec> uris, ImmutableList<String> field) {
    for (int i = 0; i < uris.size(); i++) {
      Asked asked = new Asked(uris.get(i), field, i);
      localPath(asked.uri().value()).ifPresent(path -> files.putIfAbsent(path, asked));
    }
  }

  /** As Mesos's fetcher reads it: what follows the scheme is a path as it is, without escapes. */
  private static Optional<Path> localPath(String uri) {
    String rest = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : uri;
    String path = rest.startsWith(THIS_HOST) ? rest.substring(THIS_HOST.length() - 1) : rest;
    return path.startsWith("/") && path.indexOf('\0') < 0
        ? Optional.of(Path.of(path).normalize())
        : Optional.empty();
  }

  /**
   * What gives the file another address, as one writes it on the command line: a variable that the
   * line of the address names, either all of the address or empty so far.
   */
  private Optional<String> otherAddress(Asked asked) {
    int line = places.of(asked.item()).at().line();
    String text =
        spec.inputs().specText().lines().skip(Math.max(0, line - 1L)).findFirst().orElse("");
    return Template.parse("", text).names().stream()
        .filter(name -> !name.equals(ServiceEnvironment.FRAMEWORK_DIR))
        .filter(
            name -> {
              String value = spec.inputs().environment().getOrDefault(name, "");
              return value.isEmpty() || value.equals(asked.uri().value());
            })
        .findFirst()
        .map(variable -> VariableSource.word(spec.inputs().given(), variable) + "=https://…");
  }
}
