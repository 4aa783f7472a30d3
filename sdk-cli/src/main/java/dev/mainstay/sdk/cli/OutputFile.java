package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.spec.input.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes its output to. */
final class OutputFile {

  private OutputFile() {}

  /** Says which file, and what is wrong with it. */
  static CommandFailure unwritable(Path file, IOException e) {
    return new CommandFailure(
        ExitCode.FAILED, "cannot write " + file + ": " + FileTrouble.of(e), e);
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
