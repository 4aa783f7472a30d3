package dev.mainstay.sdk.http;

import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.state.PodRecord;
import java.io.IOException;
import java.util.Optional;

/** Reads what a task writes to its standard output and error, where its agent keeps it. */
@FunctionalInterface
public interface TaskLogs {

  /** The two files of a task's sandbox. */
  enum Stream {
    STDOUT,
    STDERR
  }

  /**
   * A piece of a file.
   *
   * @param offset where it begins, in bytes
   * @param data as text; a character that the end cuts through is left for the next piece
   * @param nextOffset where the next piece begins, in bytes
   */
  record Piece(long offset, String data, long nextOffset) {}

  /**
   * Reads from an offset on.
   *
   * @param pod the record of the pod whose task it is
   * @param offset in bytes; negative for that many before the end
   * @return absent when the file is not there: the task has not begun, or its sandbox is gone
   * @throws IOException when the agent cannot be asked
   */
  Optional<Piece> read(PodRecord pod, TaskId task, Stream stream, long offset) throws IOException;
}
