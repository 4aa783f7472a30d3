package dev.mainstay.sdk.local.model;

import java.util.UUID;

/**
 * Where fresh ids come from: random in the embedded cluster, drawn from a seed in the simulation.
 */
public interface IdSource {

  /** An id that was never given before. */
  UUID next();
}
