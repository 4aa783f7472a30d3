package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.Resource;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of the cluster each role, and each framework, has been given: dominant shares (Ghodsi et
 * al., Dominant Resource Fairness), kept up to date by each change.
 */
final class Shares {

  private static final ImmutableList<String> COUNTED =
      ImmutableList.of(Resource.CPUS, Resource.MEM, Resource.DISK, Resource.GPUS);

  private final long[] total = new long[COUNTED.size()];
  private final Map<String, long[]> byRole = new HashMap<>();
  private final Map<FrameworkId, long[]> byFramework = new HashMap<>();

  void agentAdded(ResourcePool resources) {
    count(total, resources, 1);
  }

  void agentRemoved(ResourcePool resources) {
    count(total, resources, -1);
  }

  void given(FrameworkId frameworkId, ResourcePool allocated) {
    change(frameworkId, allocated, 1);
  }

  void takenBack(FrameworkId frameworkId, ResourcePool allocated) {
    change(frameworkId, allocated, -1);
  }

  double ofRole(String role) {
    return dominant(byRole.get(role));
  }

  double ofFramework(FrameworkId frameworkId) {
    return dominant(byFramework.get(frameworkId));
  }

  private void change(FrameworkId frameworkId, ResourcePool allocated, int sign) {
    count(
        byFramework.computeIfAbsent(frameworkId, id -> new long[COUNTED.size()]), allocated, sign);
    for (Resource resource : allocated.entries()) {
      String role = resource.allocationRole();
      if (role != null) {
        count(byRole.computeIfAbsent(role, name -> new long[COUNTED.size()]), resource, sign);
      }
    }
  }

  private static void count(long[] sums, ResourcePool resources, int sign) {
    resources.entries().forEach(resource -> count(sums, resource, sign));
  }

  private static void count(long[] sums, Resource resource, int sign) {
    int index = COUNTED.indexOf(resource.name());
    if (index >= 0) {
      sums[index] += sign * ResourceArithmetic.quantity(resource.value());
    }
  }

  private double dominant(long @org.jspecify.annotations.Nullable [] sums) {
    double largest = 0;
    for (int i = 0; sums != null && i < sums.length; i++) {
      if (total[i] > 0) {
        largest = Math.max(largest, (double) sums[i] / total[i]);
      }
    }
    return largest;
  }

  void forget(FrameworkId frameworkId) {
    byFramework.remove(frameworkId);
  }
}
