package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;

/**
 * Names one piece of durable state. The store keeps one entry for each key.
 *
 * @param kind which family of records
 * @param id unique in the family; empty for a family of one
 */
public record RecordKey(Kind kind, String id) {

  /** The families of records. */
  public enum Kind {
    FRAMEWORK,
    TARGET,
    CONFIGURATION,
    POD,
    RELEASED,
    PLAN_RUN,
    UNINSTALL,
    HISTORY
  }

  public static RecordKey framework() {
    return new RecordKey(Kind.FRAMEWORK, "");
  }

  public static RecordKey target() {
    return new RecordKey(Kind.TARGET, "");
  }

  public static RecordKey configuration(ConfigId id) {
    return new RecordKey(Kind.CONFIGURATION, id.value());
  }

  public static RecordKey pod(PodId id) {
    return new RecordKey(Kind.POD, id.toString());
  }

  public static RecordKey released(ResourceId id) {
    return new RecordKey(Kind.RELEASED, id.value());
  }

  public static RecordKey planRun(String plan) {
    return new RecordKey(Kind.PLAN_RUN, plan);
  }

  public static RecordKey uninstall() {
    return new RecordKey(Kind.UNINSTALL, "");
  }

  /** One slot of the ring of what happened. */
  public static RecordKey history(long slot) {
    return new RecordKey(Kind.HISTORY, Long.toString(slot));
  }

  @Override
  public String toString() {
    return id.isEmpty() ? kind.name() : kind.name() + "/" + id;
  }
}
