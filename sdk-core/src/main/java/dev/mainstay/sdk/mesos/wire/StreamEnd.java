package dev.mainstay.sdk.mesos.wire;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt to follow a master's events ended.
 *
 * @param reason a sentence for an operator
 * @param subscribed whether there was a SUBSCRIBED
 * @param forGood whether the master will not have this framework any more
 * @param redirect who leads, if the one asked said so
 */
record StreamEnd(
    String reason, boolean subscribed, boolean forGood, @Nullable MasterAddress redirect) {

  static StreamEnd failed(String reason) {
    return new StreamEnd(reason, false, false, null);
  }

  static StreamEnd redirected(MasterAddress leader) {
    return new StreamEnd("redirected to " + leader, false, false, leader);
  }
}
