package dev.mainstay.sdk.testing.mutant;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.testing.world.Tampering;
import java.util.function.Supplier;

/**
 * The catalogue of planted mistakes, by name. Each is made anew for each world, as some count. None
 * changes the core: they stand around its store, between its decisions and their commit, and in
 * front of its sender.
 */
public final class Mutants {

  private Mutants() {}

  /** All of them, in the order of the place where they stand. */
  public static ImmutableMap<String, Supplier<Tampering>> all() {
    return ImmutableMap.<String, Supplier<Tampering>>builder()
        .putAll(StoreMutants.all())
        .putAll(LoadMutants.all())
        .putAll(CallMutants.all())
        .putAll(OfferMutants.all())
        .buildOrThrow();
  }
}
