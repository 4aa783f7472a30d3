package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which spec a command means. */
final class FrameworkPaths {

  /** Where a Maven project has its spec. */
  private static final Path WRITTEN = Path.of("src", "main", "dist");

  private FrameworkPaths() {}

  /** The given paths, else the framework whose program this is. */
  static ImmutableList<Framework> orOwn(List<Path> paths, @Nullable Framework framework) {
    if (!paths.isEmpty()) {
      return paths.stream().map(Framework::of).collect(ImmutableList.toImmutableList());
    }
    if (framework == null) {
      throw noPath();
    }
    return ImmutableList.of(framework);
  }

  /** As {@link #orOwn}, and for a folder without {@code svc.yml} each spec that lies there. */
  static ImmutableList<Framework> eachOrOwn(List<Path> paths, @Nullable Framework framework) {
    List<Path> specs = new ArrayList<>();
    for (Path path : paths) {
      ImmutableList<Path> loose = SpecSource.loose(path);
      specs.addAll(loose.isEmpty() ? ImmutableList.of(path) : loose);
    }
    return orOwn(specs, framework);
  }

  private static CommandFailure noPath() {
    return new CommandFailure(
        ExitCode.BAD_INPUT, "no path is given; name a framework's folder or a svc.yml");
  }

  /**
   * The framework to run: the own one, unless a path names another spec. The path of a Maven
   * project means the folder that its build leaves, as the launcher has just built it.
   */
  static Framework toRun(@Nullable Path path, @Nullable Framework own) {
    if (path == null && own != null) {
      return own;
    }
    if (path == null) {
      throw noPath();
    }
    Path built = path.resolve("target").resolve("dist");
    Path chosen = Files.isRegularFile(built.resolve(SpecSource.SPEC)) ? built : path;
    return own != null && isOf(own, chosen) ? own : Framework.of(chosen);
  }

  /** A path means the framework's spec, or the one that its build took that from. */
  private static boolean isOf(Framework own, Path path) {
    Path folder = specFolder(path);
    Path built =
        folder.endsWith(WRITTEN)
            ? folder.resolve("../../..").normalize().resolve("target/dist")
            : folder;
    return own.path()
        .map(FrameworkPaths::specFolder)
        .filter(of -> of.equals(folder) || of.equals(built))
        .isPresent();
  }

  /** The own framework in place of one whose path means its spec, since it knows its own rules. */
  static Framework withRules(Framework one, @Nullable Framework own) {
    return one.path().map(path -> toRun(path, own)).orElse(one);
  }

  /** Without symbolic links, where they can be followed. */
  private static Path specFolder(Path path) {
    Path folder = SpecSource.at(path).folder();
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }
}
