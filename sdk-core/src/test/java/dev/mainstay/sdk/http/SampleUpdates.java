package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.state.ConfigurationRecord;
import java.util.ArrayList;
import java.util.List;

/** Knows one option of the sample service: {@code web.count}. */
final class SampleUpdates implements SpecUpdates {

  static final ConfigId NEXT = new ConfigId("c0ffee00-0000-0000-0000-00000000000f");

  private static final String COUNT = "web.count=";

  @Override
  public Checked changed(ConfigurationRecord target, UpdateRequest request) {
    List<Problem> problems = new ArrayList<>();
    ServiceSpec spec = target.spec();
    for (String setting : request.settings()) {
      Integer count =
          setting.startsWith(COUNT) ? Ints.tryParse(setting.substring(COUNT.length())) : null;
      if (count == null) {
        problems.add(
            Problem.error(
                SourceLocation.ofFile("--set " + setting), "", "unknown option", "try web.count"));
      } else {
        spec = withCount(spec, count);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Checked(
        new ConfigurationRecord(
            NEXT, target.acceptedAt().plusSeconds(60), "update", target.inputs(), spec),
        ImmutableList.of());
  }

  @Override
  public Checked earlier(ConfigurationRecord target, ConfigurationRecord earlier) {
    return new Checked(earlier, ImmutableList.of());
  }

  private static ServiceSpec withCount(ServiceSpec spec, int count) {
    PodSpec web = spec.pods().values().iterator().next();
    PodSpec other =
        new PodSpec(
            web.type(),
            count,
            web.user(),
            web.container(),
            web.preReservedRole(),
            web.uris(),
            web.volumes(),
            web.secrets(),
            web.placement(),
            web.resourceSets(),
            web.tasks(),
            web.allowDecommission(),
            null);
    return new ServiceSpec(
        spec.name(),
        spec.user(),
        spec.scheduler(),
        ImmutableMap.of(web.type(), other),
        spec.plans());
  }
}
