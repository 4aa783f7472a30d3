package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment or an update goes on from one pod instance to the next: how many may be away at
 * once, how long a new one has to prove itself, and what is done when one does not come up. What is
 * absent is not asked for.
 *
 * @param maxUnavailable instances of the type that may be away at once
 * @param bakeTime how long an instance has to be ready without a break before its step is complete
 * @param deadline from the beginning of a step's work to its completion
 * @param onFailure what is done when a step fails
 */
public record RolloutSpec(
    @SpecKey(
            value = "max-unavailable",
            about =
                "How many instances of a pod type may be away at once: a number, or a share of the `count` such as `25%`, rounded down, at least 1. A step that would take down an instance waits while as many others are not ready or at work.",
            standard = "as many as the plan's strategy works on",
            example = "1")
        @Nullable MaxUnavailable maxUnavailable,
    @SpecKey(
            value = "bake-time",
            about =
                "How long an instance has to be ready without a break before its step is complete.",
            standard = "none",
            example = "1m",
            form = SpecKey.Form.SPAN)
        @Nullable Duration bakeTime,
    @SpecKey(
            value = "deadline",
            about =
                "How long a step may take from the beginning of its work (a task is to end, or is launched) to its completion, the `bake-time` included. Then it has failed.",
            standard = "none",
            example = "10m",
            form = SpecKey.Form.SPAN)
        @Nullable Duration deadline,
    @SpecKey(
            value = "on-failure",
            about =
                "What is done when a step fails: its `deadline` passes, Mesos refuses a launch, or a task ends within the `bake-time`. `pause` lets nothing more of the plan begin until `mainstay plan resume`; `rollback` goes back to the last configuration that was rolled out completely, or pauses where there is none; `continue` goes on with the next step.",
            standard = "`pause`",
            example = "rollback",
            form = SpecKey.Form.SMALL)
        @Nullable OnFailure onFailure) {

  /** One that asks for nothing. */
  public static final RolloutSpec NONE = new RolloutSpec(null, null, null, null);

  /** What is done when a step fails. */
  public enum OnFailure {
    /** Nothing more of the plan begins before an operator says so. */
    PAUSE,
    /** The last configuration that was rolled out completely becomes the target. */
    ROLLBACK,
    /** The next steps go on. */
    CONTINUE
  }

  /**
   * How many instances may be away at once.
   *
   * @param number at least 1; of percent at most 100
   * @param percent of the pod type's count
   */
  public record MaxUnavailable(int number, boolean percent) {

    public MaxUnavailable {
      if (number < 1 || (percent && number > 100)) {
        throw new IllegalArgumentException(
            "%d%s instances cannot be away at once".formatted(number, percent ? " %" : ""));
      }
    }

    /** How many of this many that is, at least one. */
    public int of(int count) {
      return percent ? (int) Math.max(1, (long) count * number / 100) : number;
    }

    /** As the YAML has it. */
    @Override
    public String toString() {
      return percent ? number + "%" : Integer.toString(number);
    }
  }

  public RolloutSpec {
    if ((bakeTime != null && bakeTime.isNegative())
        || (deadline != null && deadline.isNegative())) {
      throw new IllegalArgumentException("a time of a rollout is negative");
    }
  }

  /** This one's keys, and where they are absent those of another. */
  public RolloutSpec over(@Nullable RolloutSpec other) {
    return other == null
        ? this
        : new RolloutSpec(
            maxUnavailable != null ? maxUnavailable : other.maxUnavailable,
            bakeTime != null ? bakeTime : other.bakeTime,
            deadline != null ? deadline : other.deadline,
            onFailure != null ? onFailure : other.onFailure);
  }

  /** How many of so many instances may be away at once; empty for any number. */
  public OptionalInt mostUnavailable(int count) {
    return maxUnavailable == null ? OptionalInt.empty() : OptionalInt.of(maxUnavailable.of(count));
  }

  /** The bake time, zero for none. */
  public Duration bake() {
    return bakeTime == null ? Duration.ZERO : bakeTime;
  }

  /** What is done when a step fails. */
  public OnFailure whenFailed() {
    return onFailure == null ? OnFailure.PAUSE : onFailure;
  }

  /** In a few words for people. */
  public String describe() {
    ImmutableList<String> parts =
        Stream.of(
                maxUnavailable == null ? "" : "at most " + maxUnavailable + " unavailable",
                bakeTime == null || bakeTime.isZero() ? "" : "bake time " + shown(bakeTime),
                deadline == null ? "" : "deadline " + shown(deadline),
                "on failure " + whenFailed().name().toLowerCase(Locale.ROOT))
            .filter(part -> !part.isEmpty())
            .collect(ImmutableList.toImmutableList());
    return parts.stream().collect(Collectors.joining(", "));
  }

  /** A time as the YAML may have it: {@code 90s}, {@code 10m}. */
  public static String shown(Duration time) {
    long seconds = time.toSeconds();
    if (seconds >= 3600 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
