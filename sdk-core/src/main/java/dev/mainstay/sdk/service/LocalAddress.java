package dev.mainstay.sdk.service;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** This machine as others see it. */
final class LocalAddress {

  private LocalAddress() {}

  /** The address that packets to a host leave from; none is sent. */
  static InetAddress towards(String host, int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress target = new InetSocketAddress(host, port);
      if (target.isUnresolved()) {
        throw new UnknownHostException(host);
      }
      socket.connect(target);
      return socket.getLocalAddress();
    }
  }

  /** The name of this machine, for people. */
  static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}
