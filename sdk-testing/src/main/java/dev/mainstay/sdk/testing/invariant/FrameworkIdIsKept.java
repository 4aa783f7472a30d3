package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.local.model.ClusterInput;

/** A scheduler subscribes with the framework id that is durable: another would orphan all tasks. */
final class FrameworkIdIsKept implements Checker {

  private final DurableRecords records;

  FrameworkIdIsKept(DurableRecords records) {
    this.records = records;
  }

  @Override
  public void happening(ClusterInput input) {
    if (input instanceof ClusterInput.SchedulerSubscribe subscribe) {
      records
          .framework()
          .ifPresent(
              known ->
                  require(
                      known.frameworkId().equals(subscribe.call().framework().id()),
                      () ->
                          "a scheduler subscribes as framework %s, and %s is durable"
                              .formatted(subscribe.call().framework().id(), known.frameworkId())));
    }
  }
}
