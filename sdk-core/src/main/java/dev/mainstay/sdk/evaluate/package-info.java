/**
 * One pod requirement against one offer: passed, or every reason why not.
 *
 * <p>Entry type: {@code OfferEvaluator}. May use {@code mesos}, {@code spec}, {@code state} and
 * {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.evaluate;

import org.jspecify.annotations.NullMarked;
