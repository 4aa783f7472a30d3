/**
 * The only place of mustache: text and variables to text, or to problems with their positions.
 *
 * <p>Entry type: {@code Template}. May use {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.template;

import org.jspecify.annotations.NullMarked;
