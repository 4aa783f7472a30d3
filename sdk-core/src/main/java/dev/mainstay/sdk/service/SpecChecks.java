package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecChange;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecPlaces;
import java.util.stream.Stream;

/** Rules over a loaded spec that need more than the spec: the framework, or what is deployed. */
public final class SpecChecks {

  private SpecChecks() {}

  /** What a framework's own rules find, when nothing is known of what is deployed. */
  public static ImmutableList<Problem> own(Framework framework, LoadedSpec spec) {
    return placed(spec, framework.validator().check(null, spec.spec()).stream());
  }

  /** What may not change of a deployed service, and what the framework's own rules find. */
  static ImmutableList<Problem> ofChange(
      SpecValidator validator, ServiceSpec deployed, LoadedSpec wanted) {
    return placed(
        wanted,
        Stream.concat(
            SpecChange.forbidden(deployed, wanted.spec()).stream(),
            validator.check(deployed, wanted.spec()).stream()));
  }

  private static ImmutableList<Problem> placed(LoadedSpec spec, Stream<SpecProblem> problems) {
    ImmutableList<SpecProblem> found = problems.collect(ImmutableList.toImmutableList());
    if (found.isEmpty()) {
      return ImmutableList.of();
    }
    SpecPlaces places = spec.places();
    return found.stream().map(places::problem).distinct().collect(ImmutableList.toImmutableList());
  }
}
