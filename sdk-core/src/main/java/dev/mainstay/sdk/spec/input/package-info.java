/**
 * What a user wrote, as nodes with their places, and the problems found in it.
 *
 * <p>Entry types: {@code InputNode}, {@code Field}, {@code ProblemLog}. May use {@code template}
 * and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.spec.input;

import org.jspecify.annotations.NullMarked;
