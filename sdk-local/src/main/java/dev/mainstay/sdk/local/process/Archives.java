package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.local.process.UriFetcher.FetchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks what a file's name says is an archive, with the modes in it and one's own ownership.
 * Members that would leave the folder are refused (zip) or stripped of what leads out ({@code tar}
 * does so by itself).
 */
final class Archives {

  private static final ImmutableList<String> TAR_ENDINGS =
      ImmutableList.of(".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz");

  private Archives() {}

  /** Whether {@code archive} is one by its name, and was unpacked into {@code folder}. */
  static boolean extract(Path archive, Path folder) throws FetchFailure {
    String name = archive.getFileName().toString();
    try {
      if (TAR_ENDINGS.stream().anyMatch(name::endsWith)) {
        untar(archive, folder);
      } else if (name.endsWith(".zip")) {
        unzip(archive, folder);
      } else if (name.endsWith(".gz")) {
        gunzip(archive, folder.resolve(name.substring(0, name.length() - ".gz".length())));
      } else {
        return false;
      }
      return true;
    } catch (IOException e) {
      throw FetchFailure.of(
          "Failed to extract archive '"
              + archive
              + "' to '"
              + folder
              + "': "
              + (e.getMessage() == null ? e.toString() : e.getMessage()));
    }
  }

  /** The system's tar knows the compressions that its own programs do. */
  private static void untar(Path archive, Path folder) throws IOException {
    Commands.run(ImmutableList.of("tar", "-xof", archive.toString()), folder);
  }

  private static void gunzip(Path archive, Path target) throws IOException {
    try (InputStream stream = new GZIPInputStream(Files.newInputStream(archive))) {
      Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void unzip(Path archive, Path folder) throws IOException {
    ImmutableMap<String, String> withModes = ImmutableMap.of("enablePosixFileAttributes", "true");
    try (FileSystem zip = FileSystems.newFileSystem(archive, withModes)) {
      for (Path root : zip.getRootDirectories()) {
        try (Stream<Path> members = Files.walk(root)) {
          for (Path member : (Iterable<Path>) members::iterator) {
            unzipMember(root, member, folder);
          }
        }
      }
    }
  }

  private static void unzipMember(Path root, Path member, Path folder) throws IOException {
    Path target = folder.resolve(root.relativize(member).toString()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("member '" + member + "' leads out of the folder");
    }
    if (Files.isDirectory(member)) {
      Files.createDirectories(target);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.copy(member, target, StandardCopyOption.REPLACE_EXISTING);
    Set<PosixFilePermission> modes = storedModes(member);
    if (modes != null) {
      Files.setPosixFilePermissions(target, modes);
    }
  }

  private static @Nullable Set<PosixFilePermission> storedModes(Path member) throws IOException {
    @SuppressWarnings("unchecked") // the zip file system documents it as a set, or null
    Set<PosixFilePermission> modes =
        (Set<PosixFilePermission>) Files.getAttribute(member, "zip:storedPermissions");
    return modes;
  }
}
