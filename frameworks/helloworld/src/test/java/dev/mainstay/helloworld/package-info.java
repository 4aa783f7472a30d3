/** The smallest service as a whole: its spec, and its life on a cluster. */
@NullMarked
package dev.mainstay.helloworld;

import org.jspecify.annotations.NullMarked;
