package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a world, line by line. The text of a line is made only when somebody reads it;
 * the digest over all of them is kept up to date from the essentials of each.
 */
public final class Trace {

  /** Lines that can be read afterwards: what led to a failure is mostly in the last seconds. */
  static final int KEPT = 400;

  /**
   * Multiplier of the 64-bit mix (Steele and Vigna, "LXM", a constant of good spectral quality).
   */
  private static final long MULTIPLIER = 0xd1342543de82ef95L;

  private record Line(Instant at, TraceKind kind, int scheduler, Object subject) {}

  private final Instant start;
  private final Deque<Line> kept = new ArrayDeque<>(KEPT);
  private final TraceText text = new TraceText();
  private final TraceMark mark = new TraceMark();
  private @Nullable Consumer<String> reader;
  private long digest = 1;
  private long count;

  Trace(Instant start) {
    this.start = start;
  }

  /** Gives every further line as text as soon as it is there: for a whole trace, which is slow. */
  public void read(Consumer<String> newReader) {
    reader = newReader;
  }

  void note(Instant at, TraceKind kind, int scheduler, Object subject) {
    count++;
    mix(Duration.between(start, at).toNanos());
    mix(kind.name().hashCode() * 31L + scheduler);
    mix(mark.of(subject));
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    Line line = new Line(at, kind, scheduler, subject);
    kept.add(line);
    if (reader != null) {
      reader.accept(text(line));
    }
  }

  private void mix(long value) {
    digest = (digest ^ value) * MULTIPLIER;
    digest ^= digest >>> 32;
  }

  /** Equal for runs in which the same happened, on any machine. */
  public long digest() {
    return digest;
  }

  /** How many lines there were. */
  public long lines() {
    return count;
  }

  /** The last lines, oldest first, at most so many, and of those that are kept. */
  public ImmutableList<String> last(int most) {
    Stream<Line> lines = kept.stream().skip(Math.max(0, kept.size() - most));
    return lines.map(this::text).collect(ImmutableList.toImmutableList());
  }

  private String text(Line line) {
    String who = line.scheduler == 0 ? "" : " scheduler-" + line.scheduler;
    return TraceText.time(Duration.between(start, line.at))
        + who
        + " "
        + line.kind.verb()
        + ": "
        + text.of(line.subject);
  }
}
