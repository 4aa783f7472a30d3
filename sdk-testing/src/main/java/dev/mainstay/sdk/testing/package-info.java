/**
 * Tests a framework as a whole: its own process and a cluster's, waited for and looked into.
 *
 * <p>Entry type: {@code ServiceProcess}. May use every package of the SDK and of the embedded
 * cluster.
 */
@NullMarked
package dev.mainstay.sdk.testing;

import org.jspecify.annotations.NullMarked;
