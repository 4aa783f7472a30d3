package dev.mainstay.sdk.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.service.AgentResources;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The agents of an embedded cluster. */
final class AgentArguments {

  private static final double LEAST = 0.001;

  /** More than any machine has: of MB an exabyte. */
  private static final long MOST = 1_000_000_000_000L;

  @Option(
      names = "--agents",
      paramLabel = "N",
      description = "How many agents (default ${DEFAULT-VALUE}).")
  private int count = 3;

  @Option(
      names = "--agent-cpus",
      paramLabel = "CPUS",
      description = "Cpus that each agent declares (default ${DEFAULT-VALUE}).")
  private double cpus = 4;

  @Option(
      names = "--agent-mem",
      paramLabel = "MB",
      description = "Memory that each agent declares (default ${DEFAULT-VALUE}).")
  private double memory = 4096;

  @Option(
      names = "--agent-disk",
      paramLabel = "MB",
      description = "Disk that each agent declares (default ${DEFAULT-VALUE}).")
  private double disk = 16384;

  @Option(
      names = "--agent-attributes",
      paramLabel = "NAME:VALUE[;…]",
      description = "Attributes of all agents; given again, of the next agent.")
  private List<String> attributes = new ArrayList<>();

  @Option(
      names = "--agent-zones",
      paramLabel = "ZONE[,…]",
      split = ",",
      description = "Zones that the agents are spread over, in turn.")
  private List<String> zones = new ArrayList<>();

  @Option(
      names = "--agent-resources",
      paramLabel = "NAME:VALUE[;…]",
      description =
          "What each agent has beside, as Mesos writes it: gpus:2, disk[MOUNT:ssd]:2000,"
              + " cpus(ROLE):1 for what is reserved.")
  private String resources = "";

  /** The names of all options, as they are written. */
  static ImmutableSet<String> names() {
    return CommandSpec.forAnnotatedObject(new AgentArguments()).options().stream()
        .map(OptionSpec::longestName)
        .collect(ImmutableSet.toImmutableSet());
  }

  ImmutableList<AgentOptions> agents() {
    if (count < 1) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "--agents: has to be above 0, such as 3");
    }
    Scalar ofCpus = amount("--agent-cpus", cpus);
    Scalar ofMemory = amount("--agent-mem", memory);
    Scalar ofDisk = amount("--agent-disk", disk);
    ImmutableList<Resource> others = others();
    ImmutableList.Builder<AgentOptions> agents = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      @Nullable String zone = zones.isEmpty() ? null : zones.get(i % zones.size());
      agents.add(
          new AgentOptions(
              ofCpus,
              ofMemory,
              ofDisk,
              attributes.isEmpty()
                  ? ImmutableMap.of()
                  : attributesOf(attributes.get(i % attributes.size())),
              zone,
              others));
    }
    return agents.build();
  }

  /** Mesos keeps three decimals; what is no number is no amount. */
  private static Scalar amount(String option, double value) {
    if (!(value >= LEAST && value <= MOST)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "%s: %s is no amount of an agent; give 0.001 to %d".formatted(option, value, MOST));
    }
    return Scalar.of(value);
  }

  private ImmutableList<Resource> others() {
    try {
      return AgentResources.parse(resources);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "--agent-resources: " + e.getMessage());
    }
  }

  private static ImmutableMap<String, String> attributesOf(String text) {
    ImmutableMap.Builder<String, String> parsed = ImmutableMap.builder();
    for (String attribute : Splitter.on(';').omitEmptyStrings().trimResults().split(text)) {
      int colon = attribute.indexOf(':');
      if (colon < 1) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT, "--agent-attributes: '" + attribute + "' would be like rack:r1");
      }
      parsed.put(attribute.substring(0, colon), attribute.substring(colon + 1));
    }
    return parsed.buildKeepingLast();
  }
}
