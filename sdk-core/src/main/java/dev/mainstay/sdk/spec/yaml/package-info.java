/**
 * The only place of YAML: a file, options and an environment to a spec, or to a list of problems.
 * The environment comes from a framework's options and its package as the DC/OS catalog has it.
 *
 * <p>Entry types: {@code SpecLoader}, {@code ServiceEnvironment}. May use {@code spec.options},
 * {@code spec.input}, {@code spec}, {@code template} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.spec.yaml;

import org.jspecify.annotations.NullMarked;
