package dev.mainstay.sdk.local.process;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process that cannot be taken for a later one with the same pid.
 *
 * @param started boot id and clock tick on Linux, else what {@code ps -o lstart} says
 */
record ProcessIdentity(long pid, String started) {

  /** What a start script wrote; empty when it was interrupted before it was done. */
  static Optional<ProcessIdentity> read(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> words = Splitter.on(' ').limit(2).splitToList(Files.readString(pidFile).trim());
    if (words.size() < 2 || !words.get(0).chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(Long.parseLong(words.get(0)), words.get(1).trim()));
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
        && startOf(pid).filter(started::equals).isPresent();
  }

  private static Optional<String> startOf(long pid) {
    try {
      Path stat = Path.of("/proc/" + pid + "/stat");
      if (!Files.exists(stat)) {
        String line = Commands.run(ImmutableList.of("ps", "-o", "lstart=", "-p", "" + pid));
        return Optional.of(line.trim());
      }
      String line = Files.readString(stat);
      List<String> fields = Splitter.on(' ').splitToList(line.substring(line.lastIndexOf(')') + 2));
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
      return Optional.of(boot + " " + fields.get(19));
    } catch (IOException e) {
      return Optional.empty(); // it ended while it was looked at
    }
  }
}
