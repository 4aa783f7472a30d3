package dev.mainstay.sdk.mesos.wire;

import java.io.IOException;

/** Says where to look for the leading master. */
public interface MasterDetector extends AutoCloseable {

  /**
   * The master to try now. It need not lead: one that does not says who does.
   *
   * @param failures attempts in a row that have failed so far
   * @throws IOException if nothing is known about a master now; it is asked again later
   */
  MasterAddress detect(int failures) throws IOException;

  @Override
  void close();

  /**
   * A detector for {@code host:port,host:port} or {@code zk://host:port,host:port/path}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static MasterDetector of(String masters) {
    return masters.startsWith(ZooKeeperMasters.SCHEME)
        ? new ZooKeeperMasters(masters)
        : StaticMasters.parse(masters);
  }
}
