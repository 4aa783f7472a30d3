package dev.mainstay.kafka;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that numbers its records and has them confirmed by all replicas in sync, and a
 * consumer that notes what arrives.
 */
final class RecordStream implements AutoCloseable {

  /** So many records every so often: 500 a second. */
  private static final int BATCH = 10;

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PATIENCE_MS = 120_000;

  private final String topic;
  private final KafkaProducer<Integer, Integer> producer;
  private final KafkaConsumer<Integer, Integer> consumer;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final ScheduledFuture<?> producing;

  private final Object lock = new Object();
  private final BitSet confirmed = new BitSet();
  private final BitSet seen = new BitSet();
  private int sent;
  private int refused;
  private long lastAnswer = System.nanoTime();
  private long longestWait;

  private RecordStream(String bootstrapServers, String topic) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            ImmutableMap.of(
                "bootstrap.servers", bootstrapServers,
                "acks", "all",
                "max.block.ms", PATIENCE_MS,
                "delivery.timeout.ms", PATIENCE_MS),
            new IntegerSerializer(),
            new IntegerSerializer());
    consumer =
        new KafkaConsumer<>(
            ImmutableMap.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "checker",
                "auto.offset.reset", "earliest"),
            new IntegerDeserializer(),
            new IntegerDeserializer());
    producing =
        threads.scheduleWithFixedDelay(this::produce, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    threads.execute(this::consume);
  }

  static RecordStream start(String bootstrapServers, String topic) {
    return new RecordStream(bootstrapServers, topic);
  }

  private void produce() {
    for (int i = 0; i < BATCH; i++) {
      int number;
      synchronized (lock) {
        number = sent++;
      }
      var unused =
          producer.send(
              new ProducerRecord<>(topic, number, number),
              (metadata, problem) -> answered(number, problem));
    }
  }

  private void answered(int number, @Nullable Exception problem) {
    synchronized (lock) {
      if (problem != null) {
        refused++;
        return;
      }
      confirmed.set(number);
      long now = System.nanoTime();
      longestWait = Math.max(longestWait, now - lastAnswer);
      lastAnswer = now;
    }
  }

  private void consume() {
    try (consumer) {
      consumer.subscribe(ImmutableList.of(topic));
      while (true) {
        consumer.poll(POLL).forEach(record -> saw(record.value()));
      }
    } catch (WakeupException e) {
      // the end
    }
  }

  private void saw(int number) {
    synchronized (lock) {
      seen.set(number);
    }
  }

  /** Sends no more, and waits for the answers to what was sent. */
  void stopProducing() {
    if (!producing.cancel(false)) {
      throw new AssertionError("the producer has stopped by itself: " + producing);
    }
    producer.close(Duration.ofMillis(PATIENCE_MS));
  }

  int confirmed() {
    synchronized (lock) {
      return confirmed.cardinality();
    }
  }

  /** Numbers of confirmed records that have not arrived. */
  BitSet missing() {
    synchronized (lock) {
      BitSet missing = (BitSet) confirmed.clone();
      missing.andNot(seen);
      return missing;
    }
  }

  @Override
  public void close() throws InterruptedException {
    producing.cancel(false);
    producer.close(Duration.ZERO);
    consumer.wakeup();
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new AssertionError("the consumer does not end");
    }
  }

  /** What has happened, for the record of a run. */
  @Override
  public String toString() {
    synchronized (lock) {
      return "%d records sent, %d confirmed, %d refused, %d arrived; longest time without one %d ms"
          .formatted(
              sent,
              confirmed.cardinality(),
              refused,
              seen.cardinality(),
              TimeUnit.NANOSECONDS.toMillis(longestWait));
    }
  }
}
