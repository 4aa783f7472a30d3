package dev.mainstay.sdk.spec;

import dev.mainstay.sdk.base.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * How far a task may go beyond what is reserved for it.
 *
 * @param cpus absent for what is reserved
 * @param memory in MB, absent for what is reserved
 */
@SpecKey.Legacy(value = "mem", instead = "Write `memory`.")
public record ResourceLimitsSpec(
    @SpecKey(
            value = "cpus",
            about =
                "Cpus that the task may use at most while others leave them idle, at least those reserved, or `unlimited`.",
            standard = "what is reserved",
            example = "unlimited")
        @Nullable Limit cpus,
    @SpecKey(
            value = "memory",
            about =
                "MB of memory that the task may use at most, at least those reserved, or `unlimited`. What goes beyond the reservation is killed first when the agent runs out of memory.",
            standard = "what is reserved",
            example = "4096")
        @Nullable Limit memory) {

  /** No limit beside what is reserved. */
  public static final ResourceLimitsSpec NONE = new ResourceLimitsSpec(null, null);

  /** How far. */
  public sealed interface Limit {

    <R> R accept(Visitor<R> visitor);
  }

  /** As far as the agent has it. */
  public record Unlimited() implements Limit {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unlimited(this);
    }
  }

  /** Up to an amount. */
  public record UpTo(Scalar amount) implements Limit {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.upTo(this);
    }
  }

  /** One case for each limit. */
  public interface Visitor<R> {
    R unlimited(Unlimited limit);

    R upTo(UpTo limit);
  }
}
