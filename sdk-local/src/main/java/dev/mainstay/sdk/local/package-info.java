/**
 * The embedded cluster as a whole: a master, agents and a ZooKeeper in this process.
 *
 * <p>Entry type: {@code LocalClusterProvider}. May use every other package of this module.
 */
@NullMarked
package dev.mainstay.sdk.local;

import org.jspecify.annotations.NullMarked;
