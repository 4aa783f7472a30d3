/**
 * Commits records atomically and loads them again: in memory or in ZooKeeper.
 *
 * <p>Entry type: {@code RecordStore}. May use {@code state} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.store;

import org.jspecify.annotations.NullMarked;
