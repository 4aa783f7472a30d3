package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.MasterInfo;
import java.util.Locale;

/**
 * A master's id and all ids that it gives: {@code <master>-S0}, {@code <master>-0000}, {@code
 * <master>-O0}.
 */
final class MasterIdentity {

  /** The version of Mesos whose ways the model follows. */
  static final String VERSION = "1.12.0";

  private final ModelContext context;
  private String id;
  private int agents;
  private int frameworks;
  private long offers;

  MasterIdentity(ModelContext context) {
    this.context = context;
    this.id = context.freshId().toString();
  }

  /** Another master takes over, with an id of its own. */
  void failOver() {
    id = context.freshId().toString();
    agents = 0;
    frameworks = 0;
    offers = 0;
  }

  AgentId freshAgentId() {
    return new AgentId(id + "-S" + agents++);
  }

  FrameworkId freshFrameworkId() {
    return new FrameworkId(String.format(Locale.ROOT, "%s-%04d", id, frameworks++));
  }

  OfferId freshOfferId() {
    return new OfferId(id + "-O" + offers++);
  }

  MasterInfo info() {
    Address address = context.settings().masterAddress();
    return new MasterInfo(
        id,
        address,
        "master@" + address.ip() + ":" + address.port(),
        VERSION,
        null,
        ImmutableList.of("AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"));
  }
}
