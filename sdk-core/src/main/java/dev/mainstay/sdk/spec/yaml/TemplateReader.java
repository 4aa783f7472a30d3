package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * Where the texts of configuration templates come from: a folder, the class path, or an earlier
 * load.
 */
public interface TemplateReader {

  /** The text of the template at a path as the spec names it; empty when there is none. */
  Optional<String> read(String path);

  /** Paths that exist, for suggestions; may be incomplete. */
  ImmutableSet<String> known();
}
