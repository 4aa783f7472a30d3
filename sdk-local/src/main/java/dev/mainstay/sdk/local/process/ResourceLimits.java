package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ContainerInfo.ResourceLimit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A task's POSIX resource limits as lines of its start script. */
final class ResourceLimits {

  private static final String PREFIX = "RLMT_";

  /** Mesos's RLimitInfo.RLimit.Type without its prefix, as {@code prlimit} spells them. */
  private static final ImmutableList<String> TYPES =
      ImmutableList.of(
          "AS",
          "CORE",
          "CPU",
          "DATA",
          "FSIZE",
          "LOCKS",
          "MEMLOCK",
          "MSGQUEUE",
          "NICE",
          "NOFILE",
          "NPROC",
          "RSS",
          "RTPRIO",
          "RTTIME",
          "SIGPENDING",
          "STACK");

  /** Options of the shell's {@code ulimit} and the unit that it counts in, in bytes. */
  private static final ImmutableMap<String, UlimitOption> ULIMIT =
      ImmutableMap.of(
          "AS", new UlimitOption("v", 1024),
          "CPU", new UlimitOption("t", 1),
          "DATA", new UlimitOption("d", 1024),
          "MEMLOCK", new UlimitOption("l", 1024),
          "NOFILE", new UlimitOption("n", 1),
          "NPROC", new UlimitOption("u", 1),
          "RSS", new UlimitOption("m", 1024),
          "STACK", new UlimitOption("s", 1024));

  private record UlimitOption(String letter, long unit) {}

  private ResourceLimits() {}

  /**
   * Lines that set the limits of the shell that runs them; one that fails ends it with status 1, as
   * Mesos does.
   */
  static String script(HostTools tools, ContainerInfo container) {
    StringBuilder lines = new StringBuilder();
    for (ResourceLimit limit : container.rlimits()) {
      lines.append(line(tools, limit)).append('\n');
    }
    return lines.toString();
  }

  private static String line(HostTools tools, ResourceLimit limit) {
    String name = limit.type().startsWith(PREFIX) ? limit.type().substring(PREFIX.length()) : "";
    if (!TYPES.contains(name)) {
      return failure("Could not convert rlimit: Unknown rlimit type");
    }
    Long soft = limit.soft();
    Long hard = limit.hard();
    String start = "Failed to set " + limit.type() + " limit: ";
    if ((soft == null) != (hard == null)) {
      return failure(start + "Invalid rlimit values");
    }
    if (soft != null && hard != null && Long.compareUnsigned(soft, hard) > 0) {
      return failure(start + "Invalid argument");
    }
    String refused = " || { " + failure(start + "Operation not permitted") + "; }";
    if (tools.prlimit().isPresent()) {
      String option =
          "--" + name.toLowerCase(Locale.ROOT) + "=" + text(soft, 1) + ":" + text(hard, 1);
      return tools.prlimit().get() + " --pid $$ " + option + " 2>/dev/null" + refused;
    }
    UlimitOption ulimit = ULIMIT.get(name);
    if (ulimit == null) {
      return failure(start + "this system has no prlimit to set it with");
    }
    String lower = "ulimit -S -" + ulimit.letter() + " " + text(soft, ulimit.unit());
    String upper = "ulimit -H -" + ulimit.letter() + " " + text(hard, ulimit.unit());
    String both = "{ " + lower + " && " + upper + "; } 2>/dev/null";
    return both + " || { " + upper + " && " + lower + "; } 2>/dev/null" + refused;
  }

  private static String text(@Nullable Long value, long unit) {
    return value == null ? "unlimited" : Long.toUnsignedString(Long.divideUnsigned(value, unit));
  }

  private static String failure(String message) {
    return "printf '%s\\n' " + ShellText.quoted(message) + " >&2; exit 1";
  }
}
