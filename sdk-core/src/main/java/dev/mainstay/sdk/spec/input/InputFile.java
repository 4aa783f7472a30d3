package dev.mainstay.sdk.spec.input;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a user wrote. */
public final class InputFile {

  private InputFile() {}

  /**
   * Its text.
   *
   * @throws InvalidInputException when it cannot be read as UTF-8
   */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw unreadable(file, "the file is not UTF-8 text", "save it as UTF-8");
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", "");
    } catch (IOException e) {
      throw unreadable(file, "the file cannot be read: " + FileTrouble.of(e), "");
    }
  }

  /** A problem with a whole file or folder. */
  public static InvalidInputException unreadable(Path path, String what, String remedy) {
    return new InvalidInputException(
        ImmutableList.of(Problem.error(SourceLocation.ofFile(path.toString()), "", what, remedy)));
  }
}
