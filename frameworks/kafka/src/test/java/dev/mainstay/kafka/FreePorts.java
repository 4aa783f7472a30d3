package dev.mainstay.kafka;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.PrimitiveIterator;
import java.util.Random;

/** Ports that agents offer and nobody listens at: agents of several clusters share addresses. */
final class FreePorts {

  private FreePorts() {}

  /** Options of the command line that set one for brokers and one for controllers. */
  static ImmutableList<String> settings() {
    PrimitiveIterator.OfInt free =
        new Random(ProcessHandle.current().pid())
            .ints(20_000, 31_000)
            .distinct()
            .filter(FreePorts::isFree)
            .iterator();
    return ImmutableList.of(
        "--set", "broker.port=" + free.nextInt(), "--set", "controller.port=" + free.nextInt());
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
