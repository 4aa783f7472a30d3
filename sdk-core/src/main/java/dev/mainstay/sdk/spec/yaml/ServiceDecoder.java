package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.util.Optional;

/** The root of {@code svc.yml}. */
final class ServiceDecoder {

  private final SpecContext context;

  ServiceDecoder(SpecContext context) {
    this.context = context;
  }

  ServiceSpec decode(Fields root) {
    String name =
        root.field("name")
            .filledText()
            .check(
                Names::isService,
                "cannot be a service's name",
                "use letters, digits, '-', '_' and '.', and '/' between folders")
            .required("add 'name: …'");
    Optional<Fields> scheduler = root.field("scheduler").mapping();
    ServiceSpec.SchedulerSpec schedulerSpec =
        new ServiceSpec.SchedulerSpec(
            scheduler.map(fields -> fields.field("principal").textOrBlank()).orElse(null),
            scheduler.map(fields -> fields.field("zookeeper").textOrBlank()).orElse(null),
            root.field("web-url").textOrBlank());
    String user = scheduler.map(fields -> fields.field("user").textOrBlank()).orElse(null);
    scheduler.ifPresent(Fields::finish);
    ImmutableMap<String, PodSpec> pods = pods(root.field("pods"));
    ImmutableMap<String, PlanSpec> plans =
        new PlanDecoder(pods, names(root.field("pods"))).plans(root.field("plans"));
    root.finish();
    return new ServiceSpec(name, user, schedulerSpec, pods, plans);
  }

  private static ImmutableSet<String> names(Field field) {
    return field.isMapping()
        ? field.mapping().stream()
            .flatMap(fields -> fields.all().stream())
            .map(Field::name)
            .collect(ImmutableSet.toImmutableSet())
        : ImmutableSet.of();
  }

  private ImmutableMap<String, PodSpec> pods(Field field) {
    if (field.isAbsent()) {
      field.missing("add at least one pod type below 'pods:'");
      return ImmutableMap.of();
    }
    ImmutableMap.Builder<String, PodSpec> pods = ImmutableMap.builder();
    Optional<Fields> types = field.mapping();
    if (types.isPresent() && types.get().all().isEmpty()) {
      field.error("there is no pod type", "add at least one");
    }
    types.ifPresent(
        all ->
            all.all()
                .forEach(
                    type ->
                        new PodDecoder(context, type)
                            .decode()
                            .ifPresent(pod -> pods.put(pod.type(), pod))));
    return pods.buildOrThrow();
  }
}
