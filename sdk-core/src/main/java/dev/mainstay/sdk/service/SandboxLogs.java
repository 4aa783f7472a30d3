package dev.mainstay.sdk.service;

import com.google.common.base.Ascii;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.TaskLogs;
import dev.mainstay.sdk.state.PodRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads the output of tasks from their sandboxes on this machine. */
final class SandboxLogs implements TaskLogs {

  /** Read at once; the reader asks again for more. */
  static final int PIECE_BYTES = 64 * 1024;

  /** The longest UTF-8 sequence less one: what may belong to a character that is cut through. */
  private static final int MAX_CUT_BYTES = 3;

  private final Function<TaskId, Optional<Path>> sandboxes;

  SandboxLogs(Function<TaskId, Optional<Path>> sandboxes) {
    this.sandboxes = sandboxes;
  }

  @Override
  public Optional<Piece> read(PodRecord pod, TaskId task, Stream stream, long offset)
      throws IOException {
    Optional<Path> file =
        sandboxes
            .apply(task)
            .map(sandbox -> sandbox.resolve(Ascii.toLowerCase(stream.name())))
            .filter(Files::isRegularFile);
    return file.isEmpty() ? Optional.empty() : Optional.of(read(file.get(), offset));
  }

  private static Piece read(Path file, long offset) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      long length = content.length();
      long start = offset < 0 ? Math.max(0, length + offset) : Math.min(offset, length);
      byte[] bytes = new byte[(int) Math.min(PIECE_BYTES, length - start)];
      content.seek(start);
      content.readFully(bytes);
      int whole = wholeCharacters(bytes);
      return new Piece(start, new String(bytes, 0, whole, StandardCharsets.UTF_8), start + whole);
    }
  }

  /** The length without the beginning of a character that goes on behind the end. */
  static int wholeCharacters(byte[] bytes) {
    for (int cut = 1; cut <= Math.min(MAX_CUT_BYTES, bytes.length); cut++) {
      int lead = bytes[bytes.length - cut] & 0xff;
      if (lead >= 0xc0) {
        int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        return needed > cut ? bytes.length - cut : bytes.length;
      }
      if (lead < 0x80) {
        return bytes.length;
      }
    }
    return bytes.length;
  }
}
