package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.spec.PlacementRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod is, as its agent's offer said.
 *
 * @param hostname the agent's host name; it need not resolve
 * @param ip literal of the agent's API address, absent where the master does not tell
 * @param region of the agent's fault domain, absent without one
 * @param zone of the agent's fault domain, absent without one
 * @param attributes all of the agent's attributes in their text form: a later spec may name any
 */
public record AgentPlace(
    AgentId agentId,
    String hostname,
    @Nullable String ip,
    @Nullable String region,
    @Nullable String zone,
    ImmutableSortedMap<String, String> attributes) {

  static final ImmutableList<String> OWN_FIELDS =
      ImmutableList.of(PlacementRule.HOSTNAME, PlacementRule.REGION, PlacementRule.ZONE);

  /**
   * The value of a placement field: {@code hostname}, {@code @region}, {@code @zone} or an
   * attribute's name.
   */
  public Optional<String> field(String field) {
    return switch (field) {
      case PlacementRule.HOSTNAME -> Optional.of(hostname);
      case PlacementRule.REGION -> Optional.ofNullable(region);
      case PlacementRule.ZONE -> Optional.ofNullable(zone);
      default -> Optional.ofNullable(attributes.get(field));
    };
  }

  /** The address that clients reach the agent's tasks at: the ip, else the host name. */
  public String address() {
    return ip != null ? ip : hostname;
  }
}
