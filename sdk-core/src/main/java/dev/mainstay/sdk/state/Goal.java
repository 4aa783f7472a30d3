package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fact that a task reached its goal: it ran and was ready, or finished. A later failure does
 * not undo it.
 *
 * @param config the configuration that defined the task then
 * @param mark the work that it was launched for
 * @param before work of other runs that were under way then, for which it had reached its goal
 *     before: plans that share a task do not undo what each other did
 */
public record Goal(ConfigId config, RunMark mark, ImmutableList<RunMark> before) {

  /** Reached by a task that no other run under way had launched. */
  public Goal(ConfigId config, RunMark mark) {
    this(config, mark, ImmutableList.of());
  }

  /** Whether it was reached for a run, and not before the run's step was restarted so often. */
  public boolean isOf(String run, int generation) {
    return marks().anyMatch(each -> each.run().equals(run) && each.generation() >= generation);
  }

  private Stream<RunMark> marks() {
    return Stream.concat(Stream.of(mark), before.stream());
  }

  /** Reached again, for other work; what is remembered of before are the runs still under way. */
  Goal again(ConfigId newConfig, RunMark newMark, Set<String> underWay) {
    return new Goal(
        newConfig,
        newMark,
        marks()
            .filter(each -> !each.run().equals(newMark.run()) && underWay.contains(each.run()))
            .collect(ImmutableList.toImmutableList()));
  }
}
