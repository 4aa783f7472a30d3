/**
 * The service spec as immutable records with their builders, the placement rules as data, what a
 * pod requires of an offer and a spec of its cluster, and the rules over a whole spec: alone
 * ({@code SpecRules}) and against the deployed one ({@code SpecChange}).
 *
 * <p>Entry type: {@code ServiceSpec}. May use {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.spec;

import org.jspecify.annotations.NullMarked;
