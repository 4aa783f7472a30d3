/**
 * The operator's command line: one class per command, the same in {@code ./mainstay} and in every
 * framework's jar.
 *
 * <p>Entry type: {@code MainstayCli}. May use every package of the SDK and of the embedded cluster.
 */
@NullMarked
package dev.mainstay.sdk.cli;

import org.jspecify.annotations.NullMarked;
