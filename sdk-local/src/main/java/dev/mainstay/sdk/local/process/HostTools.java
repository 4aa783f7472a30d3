package dev.mainstay.sdk.local.process;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs of this machine that containers are made with, by absolute path.
 *
 * @param detach starts the command behind it in a session (or at least a process group) of its own
 * @param supervisor the shell that waits for a task
 * @param tellsSignals whether that shell says so when a signal ended its child; the exit status
 *     alone (128 + n) does not tell it from a plain exit
 */
record HostTools(
    ImmutableList<String> detach,
    String supervisor,
    boolean tellsSignals,
    String env,
    Optional<String> setpriv,
    Optional<String> runuser,
    Optional<String> su,
    Optional<String> prlimit,
    String chown) {

  static final String SHELL = "/bin/sh";

  private static final String PERL_DETACH =
      "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127";

  private static final String BASH_DETACH = "set -m; \"$@\" & wait $!";

  /** Those that the {@code PATH} of this process, or else the usual folders, have. */
  static HostTools find() {
    Optional<String> bash = program("bash");
    return new HostTools(
        detach(program("setsid"), program("perl"), bash),
        bash.orElse(SHELL),
        bash.isPresent(),
        program("env").orElse("/usr/bin/env"),
        program("setpriv"),
        program("runuser"),
        program("su"),
        program("prlimit"),
        program("chown").orElse("/bin/chown"));
  }

  /** The first that there is: Linux has setsid, macOS perl and bash. */
  static ImmutableList<String> detach(
      Optional<String> setsid, Optional<String> perl, Optional<String> bash) {
    if (setsid.isPresent()) {
      return ImmutableList.of(setsid.get());
    }
    if (perl.isPresent()) {
      return ImmutableList.of(perl.get(), "-e", PERL_DETACH);
    }
    if (bash.isPresent()) {
      return ImmutableList.of(bash.get(), "-c", BASH_DETACH, "detach");
    }
    throw new IllegalStateException(
        "tasks need a process group of their own, and none of setsid, perl and bash is here to"
            + " make one; install one of them");
  }

  private static Optional<String> program(String name) {
    String path = Strings.nullToEmpty(System.getenv("PATH"));
    for (String folder : Splitter.on(':').split(path + ":/usr/bin:/bin:/usr/sbin:/sbin")) {
      Path candidate = Path.of(folder).resolve(name);
      if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toString());
      }
    }
    return Optional.empty();
  }
}
