/** What a new framework is made of, generated, built and run as its author would. */
@NullMarked
package dev.mainstay.sdk.templates;

import org.jspecify.annotations.NullMarked;
