package dev.mainstay.kafka;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** Looks at all partitions again and again, those of Kafka's own topics too. */
final class ReplicaWatch implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final Admin admin;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> looking;
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);

  private ReplicaWatch(String bootstrapServers) {
    admin = Admin.create(ImmutableMap.of("bootstrap.servers", bootstrapServers));
    looking =
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  static ReplicaWatch start(String bootstrapServers) {
    return new ReplicaWatch(bootstrapServers);
  }

  private void look() {
    try {
      partitions().forEach(p -> fewest.accumulateAndGet(p.isr().size(), Math::min));
      looks.incrementAndGet();
    } catch (ExecutionException e) {
      // A topic that was just deleted, or a broker that went away while it was asked: next time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ImmutableList<TopicPartitionInfo> partitions()
      throws ExecutionException, InterruptedException {
    Collection<String> topics =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    Map<String, TopicDescription> described = admin.describeTopics(topics).allTopicNames().get();
    return described.values().stream()
        .map(TopicDescription::partitions)
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }

  /** How many replicas each broker has, by its id. */
  ImmutableSortedMap<Integer, Integer> replicas() throws ExecutionException, InterruptedException {
    return partitions().stream()
        .flatMap(partition -> partition.replicas().stream())
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                Comparator.naturalOrder(), Node::id, replica -> 1, Integer::sum));
  }

  /** The controllers that vote: {@code 10001 with <the id of its volume>}. */
  ImmutableSortedSet<String> voters() throws ExecutionException, InterruptedException {
    return admin.describeMetadataQuorum().quorumInfo().get().voters().stream()
        .map(voter -> voter.replicaId() + " with " + voter.replicaDirectoryId())
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /** The level of the metadata's format. */
  int metadataVersion() throws ExecutionException, InterruptedException {
    FinalizedVersionRange version =
        admin
            .describeFeatures()
            .featureMetadata()
            .get()
            .finalizedFeatures()
            .get("metadata.version");
    return Objects.requireNonNull(version, "no metadata.version").maxVersionLevel();
  }

  /** The fewest replicas in sync that any partition had at any time. */
  int fewestInSync() {
    return fewest.get();
  }

  int looks() {
    return looks.get();
  }

  @Override
  public void close() throws InterruptedException {
    looking.cancel(false);
    thread.shutdown();
    if (!thread.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new AssertionError("the look at the partitions does not end");
    }
    admin.close();
  }
}
