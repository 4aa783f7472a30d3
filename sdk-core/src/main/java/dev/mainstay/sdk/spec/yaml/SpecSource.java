package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.input.FileTrouble;
import dev.mainstay.sdk.spec.input.InputFile;
import dev.mainstay.sdk.spec.options.PackageFiles;
import dev.mainstay.sdk.spec.yaml.shape.SpecWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a framework: its spec, its templates and its options.
 *
 * @param file the spec's file as named in problems
 * @param text of the spec
 * @param folder where the spec lies
 * @param packaging how the framework is packaged
 */
public record SpecSource(
    String file, String text, Path folder, TemplateReader templates, PackageFiles packaging) {

  /** The spec's usual name. */
  public static final String SPEC = "svc.yml";

  private static final Pattern YAML = Pattern.compile("\\.ya?ml$");
  private static final Pattern PODS = Pattern.compile("(?m)^pods:");

  /** Where a spec may lie in a framework's folder. */
  private static final ImmutableList<String> SPEC_PATHS =
      ImmutableList.of(SPEC, "src/main/dist/" + SPEC, "src/main/resources/" + SPEC, "dist/" + SPEC);

  /**
   * Reads the framework at a path: a spec's file, or a folder that holds {@code svc.yml}, itself or
   * in {@code src/main/dist} or {@code src/main/resources}, or in {@code dist} as an unpacked
   * archive does. {@link PackageFiles} says where its package is looked for; templates lie beside
   * the spec, in {@code templates} or in {@code files} there.
   *
   * @throws InvalidInputException when there is no spec, or a file cannot be read
   */
  public static SpecSource at(Path path) {
    Path spec = find(path);
    Path parent = spec.toAbsolutePath().getParent();
    Path folder = parent == null ? spec.toAbsolutePath() : parent;
    return new SpecSource(
        spec.toString(),
        InputFile.read(spec),
        folder,
        FolderTemplates.of(folder),
        PackageFiles.of(path, folder));
  }

  /**
   * The specs of a folder that has no {@code svc.yml}: its YAML files that have pods. Empty for a
   * file and for the folder of a framework.
   *
   * @throws InvalidInputException when the folder cannot be read
   */
  public static ImmutableList<Path> loose(Path path) {
    if (!Files.isDirectory(path)
        || SPEC_PATHS.stream().map(path::resolve).anyMatch(Files::isRegularFile)) {
      return ImmutableList.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> YAML.matcher(file.toString()).find())
          .filter(file -> PODS.matcher(InputFile.read(file)).find())
          .sorted()
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw InputFile.unreadable(path, "the folder cannot be read: " + FileTrouble.of(e), "");
    }
  }

  /**
   * A spec that was made in Java, as its YAML. Loading it checks it as it would a file.
   *
   * @throws IllegalArgumentException when YAML has no form for it, or it has two texts for one
   *     template
   */
  public static SpecSource of(ServiceSpec spec) {
    Map<String, String> templates = new TreeMap<>();
    for (PodSpec pod : spec.pods().values()) {
      for (TaskSpec task : pod.tasks().values()) {
        for (TaskSpec.ConfigSpec config : task.configs()) {
          String other = templates.putIfAbsent(config.template(), config.text());
          if (other != null && !other.equals(config.text())) {
            throw new IllegalArgumentException(
                "template '" + config.template() + "' has two different texts");
          }
        }
      }
    }
    return new SpecSource(
        SPEC,
        SpecWriter.write(spec),
        Path.of("").toAbsolutePath(),
        new GivenTemplates(ImmutableMap.copyOf(templates)),
        new PackageFiles(null, null, null, null));
  }

  private static Path find(Path path) {
    if (Files.isRegularFile(path)) {
      return path;
    }
    return SPEC_PATHS.stream()
        .map(path::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                InputFile.unreadable(
                    path,
                    Files.exists(path) ? "there is no " + SPEC : "there is no such file or folder",
                    "looked for " + String.join(", ", SPEC_PATHS)));
  }

  /** Templates in the folders where a spec may keep them, the first that has one counting. */
  private record FolderTemplates(ImmutableSet<Path> places) implements TemplateReader {

    /** Of a spec in a folder: beside it, then at the top of the {@code dist} around it. */
    static FolderTemplates of(Path folder) {
      ImmutableSet.Builder<Path> places = ImmutableSet.builder();
      places.add(folder, folder.resolve("templates"), folder.resolve("files"));
      PackageFiles.distAround(folder)
          .ifPresent(dist -> places.add(dist, dist.resolve("templates")));
      return new FolderTemplates(places.build());
    }

    @Override
    public Optional<String> read(String path) {
      // a '/' in front is what an empty folder variable leaves
      String within = CharMatcher.is('/').trimLeadingFrom(path);
      try {
        return places.stream()
            .map(place -> place.resolve(within))
            .filter(Files::isRegularFile)
            .findFirst()
            .map(InputFile::read);
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    @Override
    public ImmutableSet<String> known() {
      ImmutableSet.Builder<String> names = ImmutableSet.builder();
      for (Path place : places) {
        if (Files.isDirectory(place)) {
          try (Stream<Path> files = Files.list(place)) {
            files
                .filter(Files::isRegularFile)
                .forEach(file -> names.add(String.valueOf(file.getFileName())));
          } catch (IOException e) {
            throw InputFile.unreadable(
                place, "the folder cannot be read: " + FileTrouble.of(e), "");
          }
        }
      }
      return names.build();
    }
  }
}
