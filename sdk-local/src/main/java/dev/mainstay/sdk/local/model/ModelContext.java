package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What all parts of one model share: the time of the input at hand, the outputs so far, timers and
 * ids.
 */
final class ModelContext {

  /** What is the same in all scopes. */
  private static final class Shared {
    private final ClusterSettings settings;
    private final IdSource ids;
    private final Timers timers = new Timers();
    private final List<ClusterOutput> outputs = new ArrayList<>();
    private final Instant started;
    private Instant now;
    private boolean imageChanged;
    private long probes;

    private Shared(ClusterSettings settings, IdSource ids, Instant now) {
      this.settings = settings;
      this.ids = ids;
      this.started = now;
      this.now = now;
    }
  }

  private final Shared shared;
  private boolean closed;

  ModelContext(ClusterSettings settings, IdSource ids, Instant now) {
    this(new Shared(settings, ids, now));
  }

  private ModelContext(Shared shared) {
    this.shared = shared;
  }

  /** The same, for a part that can end before the others: its timers end with it. */
  ModelContext scope() {
    return new ModelContext(shared);
  }

  /** Ends this scope. */
  void close() {
    closed = true;
  }

  ClusterSettings settings() {
    return shared.settings;
  }

  Instant started() {
    return shared.started;
  }

  Instant now() {
    return shared.now;
  }

  void advanceTo(Instant time) {
    if (time.isBefore(shared.now)) {
      throw new IllegalArgumentException("time goes back from " + shared.now + " to " + time);
    }
    shared.now = time;
  }

  UUID freshId() {
    return shared.ids.next();
  }

  long freshProbeId() {
    shared.probes++;
    return shared.probes;
  }

  Timers.Timer after(Duration delay, Runnable action) {
    return at(shared.now.plus(delay), action);
  }

  Timers.Timer at(Instant time, Runnable action) {
    return shared.timers.at(
        time,
        () -> {
          if (!closed) {
            action.run();
          }
        });
  }

  Optional<Instant> nextWake() {
    return shared.timers.next();
  }

  /** Does all that is due. */
  void runTimers() {
    Optional<Runnable> due = shared.timers.takeDue(shared.now);
    while (due.isPresent()) {
      due.get().run();
      due = shared.timers.takeDue(shared.now);
    }
  }

  void emit(ClusterOutput output) {
    shared.outputs.add(output);
  }

  void emit(ContainerCommand command) {
    shared.outputs.add(new ClusterOutput.Container(command));
  }

  void imageChanged() {
    shared.imageChanged = true;
  }

  /** What was emitted since the last time; a change of the image comes first. */
  ImmutableList<ClusterOutput> takeOutputs() {
    ImmutableList.Builder<ClusterOutput> taken = ImmutableList.builder();
    if (shared.imageChanged) {
      taken.add(new ClusterOutput.ImageChanged());
      shared.imageChanged = false;
    }
    taken.addAll(shared.outputs);
    shared.outputs.clear();
    return taken.build();
  }
}
