/**
 * The only place of YAML: a file, options and an environment to a spec, or to a list of problems.
 *
 * <p>Entry type: {@code SpecLoader}. May use {@code spec}, {@code template} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.spec.yaml;

import org.jspecify.annotations.NullMarked;
