package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.base.IdSource;
import java.util.UUID;

/** Random ids: what a scheduler that is no simulation uses. */
public final class RandomIds implements IdSource {
  @Override
  public UUID next() {
    return UUID.randomUUID();
  }
}
