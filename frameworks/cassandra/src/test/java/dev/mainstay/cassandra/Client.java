package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.HostAndPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes one row after the other at QUORUM and reads old ones at QUORUM, as long as
 * it lives, with three replicas of each. What fails it tries again.
 */
final class Client implements AutoCloseable {

  /** How long two of three replicas may refuse; on a busy machine a dead one is noticed late. */
  private static final Duration OUTAGE = Duration.ofSeconds(90);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
  private static final Duration BETWEEN_ROWS = Duration.ofMillis(20);

  private final CqlSession session;
  private final Thread writer = new Thread(this::write, "client");
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile int written;
  private volatile Duration longest = Duration.ZERO;
  private volatile @Nullable Throwable failure;

  private Client(CqlSession session) {
    this.session = session;
  }

  /** A new table, and a client that begins to fill it. */
  static Client connect(List<String> addresses) {
    CqlSession session =
        CqlSession.builder()
            .addContactPoints(
                addresses.stream()
                    .map(HostAndPort::fromString)
                    .map(at -> new InetSocketAddress(at.getHost(), at.getPort()))
                    .toList())
            .withLocalDatacenter("datacenter1")
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(15))
                    .withDuration(
                        DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(15))
                    .withDuration(
                        DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(500))
                    .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                    .build())
            .build();
    Client client = new Client(session);
    client.execute(
        "CREATE KEYSPACE shop WITH replication ="
            + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 3}");
    client.execute("CREATE TABLE shop.orders (id int PRIMARY KEY, note text)");
    client.writer.start();
    return client;
  }

  private void write() {
    try {
      do {
        int id = written;
        execute("INSERT INTO shop.orders (id, note) VALUES (%d, '%s')".formatted(id, note(id)));
        written = id + 1;
        read(id / 2);
      } while (!ending.await(BETWEEN_ROWS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (Exception | AssertionError e) {
      failure = e;
    }
  }

  private static String note(int id) {
    return "order " + id;
  }

  private void read(int id) {
    Row row = execute("SELECT note FROM shop.orders WHERE id = " + id);
    assertThat(row).as("order %d, of which QUORUM was told", id).isNotNull();
    assertThat(row.getString("note")).isEqualTo(note(id));
  }

  /** At QUORUM, again and again until it is done or the outage is too long. The first row. */
  private @Nullable Row execute(String statement) {
    long start = System.nanoTime();
    while (true) {
      try {
        Row row =
            session
                .execute(
                    SimpleStatement.newInstance(statement)
                        .setIdempotent(true)
                        .setConsistencyLevel(ConsistencyLevel.QUORUM))
                .one();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        longest = took.compareTo(longest) > 0 ? took : longest;
        return row;
      } catch (DriverException e) {
        boolean over = System.nanoTime() - start > OUTAGE.toNanos();
        if (over || isInterrupted()) {
          throw e;
        }
      }
    }
  }

  /** Waits between two tries. */
  private boolean isInterrupted() {
    try {
      return ending.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Reads every row so far at QUORUM; how many there are, and the longest that one request took.
   */
  String verify() {
    int rows = written;
    IntStream.range(0, rows).forEach(this::read);
    Throwable failed = failure;
    if (failed != null) {
      throw new AssertionError("the client failed after " + written + " rows", failed);
    }
    String told = "%d rows, longest request %d ms".formatted(rows, longest.toMillis());
    longest = Duration.ZERO;
    return told;
  }

  /** How many rows were written; from here on none is. */
  int stopWriting() throws InterruptedException {
    ending.countDown();
    writer.join();
    verify();
    return written;
  }

  /** What the nodes say that they are, each asked for itself. */
  ImmutableSet<String> releases() {
    return session.getMetadata().getNodes().values().stream()
        .map(SimpleStatement.newInstance("SELECT release_version FROM system.local")::setNode)
        .map(statement -> session.execute(statement).one())
        .map(row -> row == null ? "" : row.getString("release_version"))
        .collect(ImmutableSet.toImmutableSet());
  }

  void dropTable() {
    execute("DROP TABLE shop.orders");
  }

  @Override
  public void close() throws Exception {
    ending.countDown();
    writer.join();
    session.close();
  }
}
