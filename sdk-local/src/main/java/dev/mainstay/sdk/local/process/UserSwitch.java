package dev.mainstay.sdk.local.process;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose files and processes containers are. As root they are the task's user's; as anybody else
 * everything is one's own, which is said once.
 */
final class UserSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(UserSwitch.class);

  private final HostTools tools;
  private final String self = Strings.nullToEmpty(System.getProperty("user.name"));
  private final AtomicBoolean said = new AtomicBoolean();

  UserSwitch(HostTools tools) {
    this.tools = tools;
  }

  /** Whether containers of {@code user} are to be somebody else's. */
  boolean applies(String user) {
    if (user.isEmpty() || user.equals(self)) {
      return false;
    }
    if (!self.equals("root")) {
      if (said.compareAndSet(false, true)) {
        LOG.info("Not root: every task runs as {}, also those that ask for user={}", self, user);
      }
      return false;
    }
    return true;
  }

  /** Refuses a user that this machine does not have, in Mesos's words. */
  void check(String user, Sandbox sandbox) throws LaunchFailure {
    if (!applies(user)) {
      return;
    }
    try {
      var unused =
          sandbox.run().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    } catch (UserPrincipalNotFoundException e) {
      String kind = sandbox.isNested() ? "nested sandbox" : "executor directory";
      String start = "Failed to create " + kind + " '" + sandbox.directory() + "': ";
      throw LaunchFailure.setup(
          start + "Failed to chown directory to '" + user + "': No such user '" + user + "'");
    } catch (IOException e) {
      throw LaunchFailure.setup("Cannot look up user '" + user + "': " + e.getMessage());
    }
  }

  /** Makes {@code user} and its first group the owner of files, not of what is in them. */
  void give(String user, ImmutableList<Path> files) throws IOException {
    if (applies(user)) {
      chown(user, "-h", files);
    }
  }

  /** Makes {@code user} the owner of a folder and all below it. */
  void giveAll(String user, Path folder) throws IOException {
    if (applies(user)) {
      chown(user, "-hR", ImmutableList.of(folder));
    }
  }

  private void chown(String user, String options, ImmutableList<Path> files) throws IOException {
    ImmutableList.Builder<String> command =
        ImmutableList.<String>builder().add(tools.chown(), options, user + ":");
    files.forEach(file -> command.add(file.toString()));
    Commands.run(command.build());
  }

  /** What is put before a command so that {@code user} runs it; empty for oneself. */
  ImmutableList<String> prefix(String user) throws LaunchFailure {
    if (!applies(user)) {
      return ImmutableList.of();
    }
    if (tools.setpriv().isPresent()) {
      return ImmutableList.of(
          tools.setpriv().get(),
          "--reuid=" + user,
          "--regid=" + groupOf(user),
          "--init-groups",
          "--");
    }
    if (tools.runuser().isPresent()) {
      return ImmutableList.of(tools.runuser().get(), "-u", user, "--");
    }
    if (tools.su().isPresent()) {
      return ImmutableList.of(tools.su().get(), "-m", user, "-c", "exec \"$0\" \"$@\"");
    }
    throw LaunchFailure.setup(
        "Cannot run as user '" + user + "': none of setpriv, runuser and su is on this machine");
  }

  private static String groupOf(String user) throws LaunchFailure {
    try {
      return Commands.run(ImmutableList.of("id", "-g", user)).trim();
    } catch (IOException e) {
      throw LaunchFailure.setup("No such user '" + user + "': " + e.getMessage());
    }
  }
}
