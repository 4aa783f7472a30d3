package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.GivenInputs.PackageText;
import dev.mainstay.sdk.spec.input.InputFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a framework's package, in the form of the DC/OS catalog (<a
 * href="https://github.com/mesosphere/universe">its format</a>); each absent when there is none.
 *
 * @param config {@code config.json}: which options there are
 * @param marathon {@code marathon.json.mustache}: how options become the scheduler's environment
 * @param resource {@code resource.json}: addresses of what the framework downloads
 * @param description {@code package.json}: its name and version
 */
public record PackageFiles(
    @Nullable SourceText config,
    @Nullable SourceText marathon,
    @Nullable SourceText resource,
    @Nullable SourceText description) {

  private static final String CONFIG = "config.json";
  private static final String MARATHON = "marathon.json.mustache";
  private static final String RESOURCE = "resource.json";
  private static final String DESCRIPTION = "package.json";
  private static final ImmutableList<String> UNIVERSES = ImmutableList.of("universe", "package");
  private static final ImmutableSet<String> DIST = ImmutableSet.of("dist", "resources");

  /** How deep below {@code dist} a spec may lie: examples by kind are two. */
  private static final int MOST_LEVELS = 3;

  /** How far above {@code dist} a package may lie: {@code java/scheduler/src/main/dist}. */
  private static final int MOST_LEVELS_UP = 5;

  /**
   * Reads the package of a framework. It lies in the folder {@code universe} or {@code package} of
   * the framework's folder, of the spec's or of the one around that; of a spec in {@code
   * src/main/dist}, {@code src/main/resources} or {@code target/dist}, or in a folder of examples
   * there, also of those further up to the top of the repository; else its files lie beside the
   * spec.
   *
   * @param given path of the framework's folder or of the spec
   * @param folder where the spec lies
   */
  public static PackageFiles of(Path given, Path folder) {
    Optional<Path> dist = distAround(folder);
    ImmutableSet.Builder<Path> roots = ImmutableSet.<Path>builder().add(given, folder);
    roots.addAll(
        dist.isPresent() ? above(dist.get(), MOST_LEVELS_UP) : above(folder.toAbsolutePath(), 1));
    Optional<Path> place =
        Stream.concat(
                roots.build().stream()
                    .flatMap(root -> UNIVERSES.stream().map(root::resolve))
                    .map(Path::normalize),
                Stream.of(folder, given))
            .filter(
                path ->
                    Files.isRegularFile(path.resolve(CONFIG))
                        || Files.isRegularFile(path.resolve(MARATHON)))
            .findFirst();
    return new PackageFiles(
        read(place, CONFIG),
        read(place, MARATHON),
        read(place, RESOURCE),
        read(place, DESCRIPTION));
  }

  /** Those of an earlier load. */
  public static PackageFiles of(Map<String, PackageText> texts) {
    return new PackageFiles(
        text(texts.get(CONFIG)),
        text(texts.get(MARATHON)),
        text(texts.get(RESOURCE)),
        text(texts.get(DESCRIPTION)));
  }

  private static @Nullable SourceText text(@Nullable PackageText text) {
    return text == null ? null : new SourceText(text.file(), text.text());
  }

  /** Those that are there, by their usual names. */
  public ImmutableSortedMap<String, PackageText> texts() {
    Map<String, PackageText> texts = new TreeMap<>();
    add(CONFIG, config, texts);
    add(MARATHON, marathon, texts);
    add(RESOURCE, resource, texts);
    add(DESCRIPTION, description, texts);
    return ImmutableSortedMap.copyOf(texts);
  }

  private static void add(
      String name, @Nullable SourceText source, Map<String, PackageText> texts) {
    if (source != null) {
      texts.put(name, new PackageText(source.file(), source.text()));
    }
  }

  /** The folders around one, the nearest first, not beyond that of a repository. */
  private static ImmutableList<Path> above(Path folder, int levels) {
    ImmutableList.Builder<Path> folders = ImmutableList.builder();
    Path place = folder.normalize();
    for (int level = 0; level < levels && !Files.exists(place.resolve(".git")); level++) {
      Path parent = place.getParent();
      if (parent == null) {
        break;
      }
      place = parent;
      folders.add(place);
    }
    return folders.build();
  }

  /**
   * The folder {@code dist} or {@code resources} that a spec lies in, itself or in a folder of it.
   */
  public static Optional<Path> distAround(Path folder) {
    Path place = folder.toAbsolutePath().normalize();
    for (int level = 0; level < MOST_LEVELS && place != null; level++) {
      Path name = place.getFileName();
      if (name != null && DIST.contains(name.toString())) {
        return Optional.of(place);
      }
      place = place.getParent();
    }
    return Optional.empty();
  }

  private static @Nullable SourceText read(Optional<Path> folder, String name) {
    return folder
        .map(path -> path.resolve(name))
        .filter(Files::isRegularFile)
        .map(file -> new SourceText(file.toString(), InputFile.read(file)))
        .orElse(null);
  }
}
