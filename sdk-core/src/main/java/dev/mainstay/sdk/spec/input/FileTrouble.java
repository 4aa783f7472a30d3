package dev.mainstay.sdk.spec.input;

import com.google.common.base.Strings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words: the message of many exceptions is the file's name alone. */
public final class FileTrouble {

  private FileTrouble() {}

  /** Words that go behind "the file … :". */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is there already";
    }
    if (e instanceof MalformedInputException) {
      return "it is not UTF-8 text";
    }
    String reason =
        e instanceof FileSystemException file
            ? file.getReason()
            : Strings.nullToEmpty(e.getMessage());
    return Strings.isNullOrEmpty(reason) ? e.toString() : reason;
  }
}
