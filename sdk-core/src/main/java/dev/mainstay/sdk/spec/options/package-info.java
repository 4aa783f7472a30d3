/**
 * A framework's options and its package, as the DC/OS catalog and Marathon have them: what there
 * is, whether values are right, and the scheduler's environment that they give.
 *
 * <p>Entry types: {@code Catalog}, {@code OptionsReference}. May use {@code spec.input}, {@code
 * spec}, {@code template} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.spec.options;

import org.jspecify.annotations.NullMarked;
