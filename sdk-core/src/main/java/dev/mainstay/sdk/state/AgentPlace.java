package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod is, as its agent's offer said.
 *
 * @param hostname the agent's host name; it need not resolve
 * @param ip literal of the agent's API address, absent where the master does not tell
 * @param region of the agent's fault domain, absent without one
 * @param zone of the agent's fault domain, absent without one
 * @param attributes the agent's attributes in their text form
 */
public record AgentPlace(
    AgentId agentId,
    String hostname,
    @Nullable String ip,
    @Nullable String region,
    @Nullable String zone,
    ImmutableSortedMap<String, String> attributes) {

  /**
   * The value of a placement field: {@code hostname}, {@code @region}, {@code @zone} or an
   * attribute's name.
   */
  public Optional<String> field(String field) {
    return switch (field) {
      case "hostname" -> Optional.of(hostname);
      case "@region" -> Optional.ofNullable(region);
      case "@zone" -> Optional.ofNullable(zone);
      default -> Optional.ofNullable(attributes.get(field));
    };
  }

  /** The address that clients reach the agent's tasks at: the ip, else the host name. */
  public String address() {
    return ip != null ? ip : hostname;
  }
}
