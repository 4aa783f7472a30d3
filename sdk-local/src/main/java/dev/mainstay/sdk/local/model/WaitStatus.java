package dev.mainstay.sdk.local.model;

/** How ends of processes are told: by text, and as the raw status of {@code wait(2)}. */
final class WaitStatus {

  private WaitStatus() {}

  /** {@code Command exited with status 1}, or {@code Command terminated with signal Killed}. */
  static String commandMessage(int signal, int exitCode) {
    return signal == 0
        ? "Command exited with status " + exitCode
        : "Command terminated with signal " + signalName(signal);
  }

  /** As {@code wait(2)} gives it: the signal, or the exit code in the upper byte. */
  static int raw(int signal, int exitCode) {
    return signal == 0 ? exitCode << 8 : signal;
  }

  /** As glibc's {@code strsignal} names it. */
  private static String signalName(int signal) {
    return switch (signal) {
      case 1 -> "Hangup";
      case 2 -> "Interrupt";
      case 3 -> "Quit";
      case 4 -> "Illegal instruction";
      case 5 -> "Trace/breakpoint trap";
      case 6 -> "Aborted";
      case 7 -> "Bus error";
      case 8 -> "Floating point exception";
      case 9 -> "Killed";
      case 10 -> "User defined signal 1";
      case 11 -> "Segmentation fault";
      case 12 -> "User defined signal 2";
      case 13 -> "Broken pipe";
      case 14 -> "Alarm clock";
      case 15 -> "Terminated";
      default -> "Unknown signal " + signal;
    };
  }
}
