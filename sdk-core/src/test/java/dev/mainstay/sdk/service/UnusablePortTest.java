package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Why a port cannot be had. */
final class UnusablePortTest {

  @Test
  void only_a_port_that_another_has_is_in_use() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      try (ServerSocket second =
          new ServerSocket(taken.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
        assertThat(second.getLocalPort()).as("the system gave a port twice").isNegative();
      } catch (BindException e) {
        assertThat(UnusablePort.why(e)).isEqualTo("is in use; stop what listens there, or");
      }
    }
    assertThat(UnusablePort.why(new BindException("Permission denied")))
        .isEqualTo("cannot be listened at: Permission denied;");
  }
}
