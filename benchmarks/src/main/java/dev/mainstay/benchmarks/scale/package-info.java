/** What a deployment costs as it grows: whole runs through the real loop, measured and printed. */
@NullMarked
package dev.mainstay.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
