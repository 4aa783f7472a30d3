package dev.mainstay.sdk.service;

import com.google.common.base.Strings;
import java.io.IOException;

/** Why a port cannot be listened at, in words. */
public final class UnusablePort {

  private UnusablePort() {}

  /** What comes behind the port's name; behind it the sentence goes on with what to do instead. */
  public static String why(IOException e) {
    String message = Strings.nullToEmpty(e.getMessage());
    return message.contains("in use")
        ? "is in use; stop what listens there, or"
        : "cannot be listened at: " + (message.isEmpty() ? e : message) + ";";
  }
}
