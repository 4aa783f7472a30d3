/**
 * Typed ids, exact resource quantities, and problems with a source location.
 *
 * <p>Entry type: {@code Problem}. Uses no other package of the SDK.
 */
@NullMarked
package dev.mainstay.sdk.base;

import org.jspecify.annotations.NullMarked;
