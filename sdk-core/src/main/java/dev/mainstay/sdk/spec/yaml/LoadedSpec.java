package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;

/**
 * A spec without mistakes.
 *
 * @param file how the spec is named in problems
 * @param inputs all that it was made from; loading them again gives the same spec
 * @param warnings what is allowed but probably not meant
 */
public record LoadedSpec(
    String file, ServiceSpec spec, ServiceInputs inputs, ImmutableList<Problem> warnings) {

  /** Where its fields stand. */
  public SpecPlaces places() {
    return SpecPlaces.of(file, inputs);
  }
}
