package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Short commands of the machine, waited for: {@code chown}, {@code kill}, {@code tar}. */
final class Commands {

  /** Bounds what is kept of a command's output, in bytes; the rest is read and dropped. */
  private static final int OUTPUT_LIMIT = 64 * 1024;

  private Commands() {}

  /**
   * Runs a command in the process's own folder and environment.
   *
   * @return its output, both streams
   * @throws IOException if it cannot be started or ends with another status than 0; with its output
   */
  static String run(ImmutableList<String> command) throws IOException {
    return run(command, null);
  }

  static String run(ImmutableList<String> command, @Nullable Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output;
    try (InputStream stream = process.getInputStream()) {
      output = new String(stream.readNBytes(OUTPUT_LIMIT), StandardCharsets.UTF_8);
      stream.transferTo(OutputStream.nullOutputStream());
    }
    int status = await(process);
    if (status != 0) {
      throw new IOException(
          "'"
              + String.join(" ", command)
              + "' exited with status "
              + status
              + ": "
              + output.trim());
    }
    return output;
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
