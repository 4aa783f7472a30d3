package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.service.Framework;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which spec a command means. */
final class FrameworkPaths {

  private FrameworkPaths() {}

  /** The given paths, else the framework whose program this is. */
  static ImmutableList<Path> orOwn(List<Path> paths, @Nullable Framework framework) {
    if (!paths.isEmpty()) {
      return ImmutableList.copyOf(paths);
    }
    if (framework == null) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "no path is given; name a framework's folder or a svc.yml");
    }
    return ImmutableList.of(framework.folder());
  }

  /**
   * The framework to run: the own one, unless a path names another spec. A path of its Maven
   * project, as the launcher is given it, is its own.
   */
  static Framework chosen(@Nullable Path path, @Nullable Framework own, Path specFolder) {
    if (own != null) {
      Path folder = own.folder().toAbsolutePath().normalize();
      boolean same =
          path == null
              || folder.equals(specFolder.toAbsolutePath().normalize())
              || folder.equals(path.toAbsolutePath().normalize().resolve("target").resolve("dist"));
      if (same) {
        return own;
      }
    }
    return Framework.of(specFolder);
  }
}
