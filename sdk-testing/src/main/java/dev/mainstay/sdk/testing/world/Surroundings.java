package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.base.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/** What all parts of one world share: its time, its agenda, ids, chance, and who is told. */
final class Surroundings {

  private final Agenda agenda = new Agenda();
  private final Witnesses witnesses = new Witnesses();
  private final Trace trace;
  private final SplittableRandom random;
  private Instant now;
  private long lastId;

  Surroundings(Instant start, long seed) {
    this.now = start;
    this.trace = new Trace(start);
    this.random = new SplittableRandom(seed);
  }

  Instant now() {
    return now;
  }

  void advanceTo(Instant time) {
    now = time;
  }

  Agenda agenda() {
    return agenda;
  }

  void after(Duration delay, Runnable action) {
    agenda.at(now.plus(delay), action);
  }

  Witnesses witnesses() {
    return witnesses;
  }

  Trace trace() {
    return trace;
  }

  /** For what the world itself leaves to chance. */
  SplittableRandom random() {
    return random;
  }

  /** Ids for everybody: the same ones in each run. */
  IdSource ids() {
    return this::nextId;
  }

  private UUID nextId() {
    lastId++;
    return new UUID(0, lastId);
  }

  void note(TraceKind kind, int scheduler, Object subject) {
    trace.note(now, kind, scheduler, subject);
  }
}
