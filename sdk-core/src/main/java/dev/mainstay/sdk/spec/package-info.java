/**
 * The service spec as immutable records, the placement rules as data, and what a pod requires of an
 * offer.
 *
 * <p>Entry type: {@code ServiceSpec}. May use {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.spec;

import org.jspecify.annotations.NullMarked;
