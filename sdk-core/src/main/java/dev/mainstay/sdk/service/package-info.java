/**
 * The framework author's entry point and extension points, and the wiring of all the rest.
 *
 * <p>Entry type: {@code Framework}. May use every other package.
 */
@NullMarked
package dev.mainstay.sdk.service;

import org.jspecify.annotations.NullMarked;
