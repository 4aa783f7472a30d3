package dev.mainstay.sdk.cli;

/** How a command ended, as the code of its process. */
enum ExitCode {
  DONE(0),
  FAILED(1),
  BAD_INPUT(2),
  TIMED_OUT(3),
  /** The scheduler that the command asks does not answer. */
  UNREACHABLE(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
