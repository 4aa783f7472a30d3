package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.PodSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pod definitions of one configuration. They are asked for at each look at a plan, and are the
 * same for all instances of which a plan launches the same tasks: each is made once.
 */
final class Definitions {

  private final ConfigurationRecord configuration;
  private final Map<Key, PodDefinition> made = new ConcurrentHashMap<>();

  /** What the definitions of a configuration differ by. */
  private record Key(String podType, ImmutableSet<String> launched) {}

  Definitions(ConfigurationRecord configuration) {
    this.configuration = configuration;
  }

  /** Absent when the configuration does not have the pod's type. */
  Optional<PodDefinition> of(PodId id, String plan) {
    PodSpec pod = configuration.spec().pods().get(id.type());
    if (pod == null) {
      return Optional.empty();
    }
    ImmutableSet<String> launched = PodDefinition.launches(configuration.spec(), plan, id);
    return Optional.of(
        made.computeIfAbsent(
            new Key(id.type(), launched),
            key ->
                PodDefinition.of(
                    configuration.spec(), configuration.inputs().environment(), pod, launched)));
  }
}
