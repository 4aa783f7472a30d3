package dev.mainstay.sdk.base;

import java.util.UUID;

/**
 * Where fresh ids come from: random at the edge, seeded in the simulation, so that the core draws
 * none itself.
 */
@FunctionalInterface
public interface IdSource {

  /** An id never given before. */
  UUID next();
}
