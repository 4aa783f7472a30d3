package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Rules that a framework has for its spec, beside those of the SDK. A pure function: it is asked by
 * {@code validate} and {@code run} before anything starts, and again for a service that is deployed
 * already.
 */
@FunctionalInterface
public interface SpecValidator {

  /** No rules. */
  SpecValidator NONE = (deployed, wanted) -> ImmutableList.of();

  /**
   * What is wrong with a spec.
   *
   * @param deployed what the service runs now; absent when nothing is deployed, or when it is not
   *     known yet
   * @param wanted the spec that is given, which the SDK itself finds right
   * @return all problems; none when there is no objection
   */
  ImmutableList<SpecProblem> check(@Nullable ServiceSpec deployed, ServiceSpec wanted);

  /** Both rules. */
  default SpecValidator and(SpecValidator other) {
    return (deployed, wanted) ->
        ImmutableList.<SpecProblem>builder()
            .addAll(check(deployed, wanted))
            .addAll(other.check(deployed, wanted))
            .build();
  }
}
