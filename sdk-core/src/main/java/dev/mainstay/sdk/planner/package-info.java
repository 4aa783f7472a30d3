/**
 * Spec and state to the deploy, update, recovery, decommission, uninstall and custom plans, and the
 * preview of a change.
 *
 * <p>Entry type: {@code Planner}. May use {@code plan}, {@code spec}, {@code state} and {@code
 * base}.
 */
@NullMarked
package dev.mainstay.sdk.planner;

import org.jspecify.annotations.NullMarked;
