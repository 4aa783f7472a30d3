/** What the parts of Mainstay cost, one class for each question. */
@NullMarked
package dev.mainstay.benchmarks;

import org.jspecify.annotations.NullMarked;
