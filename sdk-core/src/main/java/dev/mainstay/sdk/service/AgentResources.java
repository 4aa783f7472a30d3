package dev.mainstay.sdk.service;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.spec.ClusterFeature;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What agents of an embedded cluster have beside cpus, memory, root disk and ports, as Mesos writes
 * resources: {@code gpus:2;disk[MOUNT:ssd]:2000;cpus(slave_public):1;ports(slave_public):[80-89]}.
 */
public final class AgentResources {

  private static final Pattern FORM =
      Pattern.compile("([a-z_]+)(?:\\(([^()]+)\\))?(?:\\[MOUNT:([^\\[\\]]+)\\])?:(.+)");

  private static final Pattern RANGES =
      Pattern.compile("\\[\\s*\\d{1,5}\\s*-\\s*\\d{1,5}\\s*(,\\s*\\d{1,5}\\s*-\\s*\\d{1,5}\\s*)*]");

  private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(\\.\\d{1,3})?");

  private static final ImmutableSet<String> SCALARS =
      ImmutableSet.of(Resource.CPUS, Resource.MEM, Resource.DISK, Resource.GPUS);

  private AgentResources() {}

  /**
   * Reads the text form. A name in parentheses is the role that a resource is reserved for; a MOUNT
   * disk is named by its folder below the agent's.
   *
   * @throws IllegalArgumentException saying what is wrong and what would be right
   */
  public static ImmutableList<Resource> parse(String text) {
    ImmutableList.Builder<Resource> resources = ImmutableList.builder();
    for (String part : Splitter.on(';').omitEmptyStrings().trimResults().split(text)) {
      resources.add(one(part));
    }
    return resources.build();
  }

  private static Resource one(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' would be like gpus:2, disk[MOUNT:ssd]:2000 or cpus(slave_public):1");
    }
    String name = matcher.group(1);
    String role = matcher.group(2);
    String root = matcher.group(3);
    if (!name.equals(Resource.PORTS) && !SCALARS.contains(name)) {
      throw new IllegalArgumentException(
          "'" + text + "': an agent has cpus, mem, disk, gpus and ports, not '" + name + "'");
    }
    if (role == null && root == null && !name.equals(Resource.GPUS)) {
      throw new IllegalArgumentException(
          "'" + text + "': " + name + " that nobody has reserved " + plainOption(name));
    }
    if (root != null && (!name.equals(Resource.DISK) || !isBelow(root))) {
      throw new IllegalArgumentException(
          "'" + text + "': MOUNT goes with disk, and names one folder below the agent's own");
    }
    return Resource.of(name, value(text, name, matcher.group(4).trim()))
        .withReservations(reservations(role))
        .withDisk(disk(root));
  }

  private static String plainOption(String name) {
    return switch (name) {
      case Resource.CPUS -> "are what --agent-cpus says";
      case Resource.MEM -> "is what --agent-mem says";
      case Resource.DISK -> "is what --agent-disk says";
      default -> "are all those from 1025 to 31999 anyway";
    };
  }

  private static boolean isBelow(String root) {
    return root.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  }

  private static ResourceValue value(String text, String name, String value) {
    if (name.equals(Resource.PORTS)) {
      if (!RANGES.matcher(value).matches()) {
        throw new IllegalArgumentException("'" + text + "': ports are like [80-89,443-443]");
      }
      return new ResourceValue.Ranges(ranges(text, value.substring(1, value.length() - 1)));
    }
    if (!AMOUNT.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + text + "': '" + value + "' is no amount");
    }
    Scalar amount = Scalar.of(Double.parseDouble(value));
    if (name.equals(Resource.GPUS) && value.contains(".")) {
      throw new IllegalArgumentException("'" + text + "': GPUs come whole");
    }
    return new ResourceValue.Amount(amount);
  }

  private static PortRanges ranges(String text, String list) {
    ImmutableList.Builder<PortRanges.Range> ranges = ImmutableList.builder();
    for (String range : Splitter.on(',').trimResults().split(list)) {
      List<String> ends = Splitter.on('-').trimResults().splitToList(range);
      long begin = Long.parseLong(ends.get(0));
      long end = Long.parseLong(ends.get(1));
      if (begin > end || begin == 0 || end > 65_535) {
        throw new IllegalArgumentException("'" + text + "': " + range + " are no ports");
      }
      ranges.add(new PortRanges.Range(begin, end));
    }
    return new PortRanges(ranges.build());
  }

  private static ImmutableList<Reservation> reservations(@Nullable String role) {
    return role == null
        ? ImmutableList.of()
        : ImmutableList.of(
            new Reservation(Reservation.Kind.STATIC, role, null, ImmutableList.of()));
  }

  private static @Nullable DiskInfo disk(@Nullable String root) {
    return root == null
        ? null
        : new DiskInfo(
            null, null, new DiskInfo.Source(DiskInfo.Source.Kind.MOUNT, root, null, null));
  }

  /** What a cluster of such agents offers that not every one has. */
  public static ImmutableSet<ClusterFeature> features(List<AgentOptions> agents) {
    ImmutableSet.Builder<ClusterFeature> features = ImmutableSet.builder();
    for (Resource resource : agents.stream().flatMap(agent -> agent.others().stream()).toList()) {
      if (resource.name().equals(Resource.GPUS)) {
        features.add(ClusterFeature.GPUS);
      }
      if (resource.disk() != null) {
        features.add(ClusterFeature.MOUNT_DISKS);
      }
      if (!resource.reservations().isEmpty()) {
        features.add(ClusterFeature.RESERVED_ROLES);
      }
    }
    return features.build();
  }
}
