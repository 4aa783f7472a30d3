package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An offer of nothing, to which resources are added. */
public final class OfferBuilder {

  public static final FrameworkId FRAMEWORK = new FrameworkId("F-0001");
  public static final String ROLE = "hello-role";

  private final String agent;
  private final String id;
  private final List<Resource> resources = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<ExecutorId> executors = new ArrayList<>();
  private @Nullable Domain domain;

  private OfferBuilder(String agent, String id) {
    this.agent = agent;
    this.id = id;
  }

  /** The agent's id is its host name. */
  public static OfferBuilder offer(String agent) {
    return new OfferBuilder(agent, "O-" + agent);
  }

  public static OfferBuilder offer(String agent, String id) {
    return new OfferBuilder(agent, id);
  }

  public String agent() {
    return agent;
  }

  public OfferBuilder cpus(double amount) {
    return with(scalar(Resource.CPUS, Scalar.of(amount)));
  }

  public OfferBuilder mem(long megabytes) {
    return with(scalar(Resource.MEM, Scalar.of(megabytes)));
  }

  public OfferBuilder disk(long megabytes) {
    return with(scalar(Resource.DISK, Scalar.of(megabytes)));
  }

  public OfferBuilder ports(long begin, long end) {
    return with(Resource.of(Resource.PORTS, new ResourceValue.Ranges(PortRanges.of(begin, end))));
  }

  /** A whole mounted disk. */
  public OfferBuilder mountedDisk(String root, long megabytes, @Nullable String profile) {
    DiskInfo.Source source = new DiskInfo.Source(DiskInfo.Source.Kind.MOUNT, root, profile, null);
    return with(
        scalar(Resource.DISK, Scalar.of(megabytes)).withDisk(new DiskInfo(null, null, source)));
  }

  /** Enough for some pods: 8 cpus, 8 GB, 20 GB of disk, ports from 31000. */
  public OfferBuilder roomy() {
    return cpus(8).mem(8192).disk(20_000).ports(31_000, 31_999);
  }

  public OfferBuilder with(Resource resource) {
    resources.add(resource.withAllocationRole(ROLE));
    return this;
  }

  public OfferBuilder with(Collection<Resource> more) {
    more.forEach(this::with);
    return this;
  }

  public OfferBuilder attribute(String name, String value) {
    attributes.add(new Attribute(name, Attribute.Kind.TEXT, value));
    return this;
  }

  public OfferBuilder zone(String zone) {
    domain = new Domain("here", zone);
    return this;
  }

  public OfferBuilder executors(Collection<ExecutorId> running) {
    executors.addAll(running);
    return this;
  }

  private static Resource scalar(String name, Scalar amount) {
    return Resource.of(name, new ResourceValue.Amount(amount));
  }

  public Offer build() {
    return new Offer(
        new OfferId(id),
        FRAMEWORK,
        new AgentId(agent),
        agent,
        null,
        domain,
        ImmutableList.copyOf(resources),
        ImmutableList.copyOf(attributes),
        ImmutableList.copyOf(executors),
        null,
        ROLE);
  }
}
