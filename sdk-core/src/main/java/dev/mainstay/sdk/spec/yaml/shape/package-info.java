/**
 * How the records of a spec stand in YAML, from their {@code SpecKey} annotations: the JSON Schema
 * for editors, the spec reference, and a spec as YAML.
 *
 * <p>Entry types: {@code SpecSchema}, {@code SpecReference}, {@code SpecWriter}. May use {@code
 * spec} and {@code base}, as {@code spec.yaml} may.
 */
@NullMarked
package dev.mainstay.sdk.spec.yaml.shape;

import org.jspecify.annotations.NullMarked;
