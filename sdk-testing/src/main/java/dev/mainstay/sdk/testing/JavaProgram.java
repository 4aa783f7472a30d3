package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the test's class path, in JVMs of their own. */
final class JavaProgram {

  private JavaProgram() {}

  /** How one is started, before its arguments. */
  static ImmutableList<String> command(String mainClass) {
    return ImmutableList.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        mainClass);
  }

  /** Starts one; all that it prints is added to a file. */
  static Process start(String mainClass, Path output, List<String> arguments) throws IOException {
    return start(
        ImmutableList.<String>builder().addAll(command(mainClass)).addAll(arguments).build(),
        Path.of(""),
        output);
  }

  /** Starts any command in a folder; all that it prints is added to a file. */
  static Process start(List<String> command, Path folder, Path output) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toAbsolutePath().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /** Stops one as Ctrl-C does; false, and killed, when that takes too long. */
  static boolean stop(Process process, Duration timeout) throws InterruptedException {
    process.destroy();
    if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    process.destroyForcibly().waitFor();
    return false;
  }

  /** A port of the loopback address that nobody uses now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
