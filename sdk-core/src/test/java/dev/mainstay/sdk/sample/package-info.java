/** Specs, offers and statuses for tests, in a few words. */
@NullMarked
package dev.mainstay.sdk.sample;

import org.jspecify.annotations.NullMarked;
