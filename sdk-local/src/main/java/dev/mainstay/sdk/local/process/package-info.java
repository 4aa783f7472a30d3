/**
 * Tasks as real processes of the operating system, with their sandboxes, volumes, checks and
 * fetched files.
 *
 * <p>Entry type: {@code ContainerProcesses}. May use {@code model}.
 */
@NullMarked
package dev.mainstay.sdk.local.process;

import org.jspecify.annotations.NullMarked;
