package dev.mainstay.sdk.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.service.CannotStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class LoopbackTest {

  @Test
  void each_agent_has_an_address_with_all_ports() {
    assertThat(Loopback.places(2, address -> true))
        .containsExactly(
            new Loopback.Place("127.0.0.2", PortRanges.of(1025, 31999)),
            new Loopback.Place("127.0.0.3", PortRanges.of(1025, 31999)));
  }

  @Test
  void where_there_is_one_address_agents_split_its_ports() {
    assertThat(Loopback.places(3, address -> false))
        .allMatch(place -> place.address().equals("127.0.0.1"))
        .extracting(Loopback.Place::ports)
        .containsExactly(
            PortRanges.of(1025, 11349), PortRanges.of(11350, 21674), PortRanges.of(21675, 31999));
  }

  @Test
  void a_port_is_kept_if_it_is_free_and_else_another_is_found() throws Exception {
    int port = Loopback.port(0, 0, "test");
    assertThat(Loopback.port(0, port, "test")).isEqualTo(port);
    try (ServerSocket user = listening()) {
      assertThat(Loopback.port(0, user.getLocalPort(), "test")).isNotEqualTo(user.getLocalPort());
    }
  }

  @Test
  void a_wanted_port_that_is_in_use_is_refused_by_name() throws IOException {
    try (ServerSocket user = listening()) {
      assertThatThrownBy(() -> Loopback.port(user.getLocalPort(), 0, "ZooKeeper"))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("port " + user.getLocalPort())
          .hasMessageContaining("ZooKeeper");
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
