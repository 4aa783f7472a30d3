package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.CommandInfo.Uri;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a task's URIs into its sandbox by the rules of Mesos's fetcher (docs/fetcher.md, {@code
 * launcher/fetcher.cpp}); what it does and why it fails stands in the task's stderr.
 *
 * <p>Two things are stricter than there: an output file must stay in the executor's sandbox, and
 * only {@code file:}, {@code http:}, {@code https:} and plain paths are known.
 */
final class UriFetcher {

  private final Downloads downloads;
  private final FetchCache cache;

  UriFetcher(Downloads downloads) {
    this.downloads = downloads;
    this.cache = new FetchCache(downloads);
  }

  /** Why a URI could not be fetched, in Mesos's words. */
  static final class FetchFailure extends Exception {

    private final boolean refused;

    private FetchFailure(String message, boolean refused) {
      super(message);
      this.refused = refused;
    }

    static FetchFailure of(String message) {
      return new FetchFailure(message, false);
    }

    /** Of a request that Mesos does not even begin to fetch. */
    static FetchFailure refused(String message) {
      return new FetchFailure(message, true);
    }

    boolean isRefused() {
      return refused;
    }
  }

  /**
   * Fetches all, one after the other.
   *
   * @param cancelled asked between the parts of a download
   */
  void fetch(AgentHost host, Sandbox sandbox, ImmutableList<Uri> uris, BooleanSupplier cancelled)
      throws FetchFailure, IOException {
    try (Writer log = Files.newBufferedWriter(sandbox.stderr(), StandardOpenOption.APPEND)) {
      for (Uri uri : uris) {
        try {
          check(uri);
          fetch(host, sandbox, uri, log, cancelled);
        } catch (FetchFailure e) {
          say(log, "Failed to fetch '" + uri.value() + "': " + e.getMessage());
          throw e;
        }
      }
    }
  }

  private static void check(Uri uri) throws FetchFailure {
    baseName(uri.value());
    String output = uri.outputFile();
    if (output != null && output.isEmpty()) {
      throw FetchFailure.refused("URI output file path is empty");
    }
    if (output != null && output.startsWith("/")) {
      throw FetchFailure.refused("URI output file must be within the sandbox directory");
    }
  }

  private void fetch(
      AgentHost host, Sandbox sandbox, Uri uri, Writer log, BooleanSupplier cancelled)
      throws FetchFailure, IOException {
    String output = uri.outputFile();
    Path target =
        sandbox.directory().resolve(output == null ? baseName(uri.value()) : output).normalize();
    if (!target.startsWith(sandbox.run()) || target.equals(sandbox.run())) {
      throw FetchFailure.refused("URI output file must be within the sandbox directory");
    }
    Files.createDirectories(target.getParent());
    Path cached = uri.cache() ? cache.get(host, uri.value(), cancelled) : null;
    if (cached == null) {
      say(log, "Fetching '" + uri.value() + "' directly into the sandbox directory");
      download(uri.value(), target, cancelled);
      place(uri, target, target, sandbox, log);
    } else {
      say(log, "Fetching URI '" + uri.value() + "' from cache");
      place(uri, cached, target, sandbox, log);
    }
    say(log, "Fetched '" + uri.value() + "' to '" + target + "'");
  }

  private void download(String uri, Path target, BooleanSupplier cancelled)
      throws FetchFailure, IOException {
    Path local = localPath(uri);
    if (local == null) {
      downloads.get(uri, target, cancelled);
      return;
    }
    if (!Files.isRegularFile(local)) {
      String why = Files.exists(local) ? "is not a file" : "No such file or directory";
      throw FetchFailure.of("Failed to copy '" + local + "': " + why);
    }
    Files.copy(local, target, StandardCopyOption.REPLACE_EXISTING);
    mode(target, "rw-r--r--");
  }

  /** Does with a fetched file what its URI asks for; from the cache it is copied first. */
  private static void place(Uri uri, Path source, Path target, Sandbox sandbox, Writer log)
      throws FetchFailure, IOException {
    if (uri.extract() && !uri.executable()) {
      if (Archives.extract(source, sandbox.directory())) {
        say(log, "Extracted '" + source + "' into '" + sandbox.directory() + "'");
        return;
      }
      say(
          log,
          "Copying instead of extracting resource from URI with 'extract' flag, because it does"
              + " not seem to be an archive: "
              + uri.value());
    }
    if (!source.equals(target)) {
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }
    mode(target, uri.executable() ? "rwxr-xr-x" : "rw-r--r--");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** The file that a URI names on this machine; absent for one that is to be downloaded. */
  private static @Nullable Path localPath(String uri) throws FetchFailure {
    boolean file = uri.startsWith("file://");
    if (!file && uri.contains("://")) {
      return null;
    }
    String path = file ? uri.substring("file://".length()) : uri;
    if (path.startsWith("localhost/")) {
      path = path.substring("localhost".length());
    }
    if (!path.startsWith("/")) {
      throw FetchFailure.of(
          file
              ? "File URI only supports absolute paths"
              : "A relative path was passed for the resource but the Mesos framework home was not"
                  + " specified. Please either provide this config option or avoid using a relative"
                  + " path");
    }
    return Path.of(path);
  }

  /** The last part of an address; a query is not told from the path, as in Mesos. */
  static String baseName(String uri) throws FetchFailure {
    if (uri.indexOf('\\') >= 0 || uri.indexOf('\'') >= 0 || uri.indexOf('\0') >= 0) {
      throw FetchFailure.refused("Illegal characters in URI");
    }
    int scheme = uri.indexOf("://");
    String path = scheme > 1 ? uri.substring(scheme + 3) : uri;
    int slash = path.indexOf('/');
    if (scheme > 1 && (slash < 0 || path.length() <= slash + 1)) {
      throw FetchFailure.refused("Malformed URI (missing path): " + uri);
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw FetchFailure.refused("Malformed URI (no file name): " + uri);
    }
    return name;
  }

  private static void say(Writer log, String line) throws IOException {
    log.write(line + "\n");
    log.flush();
  }
}
