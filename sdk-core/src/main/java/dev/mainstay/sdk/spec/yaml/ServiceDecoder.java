package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ReplacementPolicySpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
            .check(
                Names::isDnsLabel,
                "has more than " + Names.LONGEST + " characters besides '/', which breaks DNS",
                "shorten it")
            .required("add 'name: …'");
    Optional<Fields> scheduler = root.field("scheduler").mapping();
    String user = scheduler.map(fields -> fields.field("user").textOrBlank()).orElse(null);
    ServiceSpec.SchedulerSpec schedulerSpec = scheduler(root, scheduler);
    scheduler.ifPresent(Fields::finish);
    RolloutSpec rollout = RolloutDecoder.ofService(root.field("rollout"));
    ImmutableMap<String, PodSpec> pods = pods(root.field("pods"), rollout);
    ImmutableMap<String, PlanSpec> plans =
        new PlanDecoder(pods, Names.of(root.field("pods"))).plans(root.field("plans"));
    ReplacementPolicySpec replacement =
        new ReplacementDecoder(context.environment(), root).decode();
    root.finish();
    return new ServiceSpec(name, user, schedulerSpec, pods, plans, replacement, rollout);
  }

  private static ServiceSpec.SchedulerSpec scheduler(Fields root, Optional<Fields> scheduler) {
    Field oldPrincipal = root.legacy("principal", "write it below 'scheduler'");
    Field oldZookeeper = root.legacy("zookeeper", "write it below 'scheduler'");
    String portRemedy = "the port of the API is given when the scheduler is started";
    root.ignored("api-port", portRemedy);
    root.ignored("gpu-optin", "gpus are asked for where a pod has some");
    root.ignored("gpu-resource", "gpus are asked for where a pod has some");
    root.ignored("version", "the version is that of the package");
    if (scheduler.isEmpty()) {
      return new ServiceSpec.SchedulerSpec(
          oldPrincipal.textOrBlank(),
          oldZookeeper.textOrBlank(),
          root.field("web-url").textOrBlank());
    }
    Fields fields = scheduler.get();
    fields.ignored("api-port", portRemedy);
    fields.ignored("role", "the role is the service's name and '-role'");
    fields.ignored("gpu-optin", "gpus are asked for where a pod has some");
    fields.ignored("principal-secret", "credentials are given when the scheduler is started");
    Field oldWebUrl = fields.legacy("web-url", "write it at the root of the spec");
    return new ServiceSpec.SchedulerSpec(
        either(fields.field("principal"), oldPrincipal),
        either(fields.field("zookeeper"), oldZookeeper),
        either(root.field("web-url"), oldWebUrl));
  }

  private static @Nullable String either(Field field, Field old) {
    String text = field.textOrBlank();
    return text == null ? old.textOrBlank() : text;
  }

  private ImmutableMap<String, PodSpec> pods(Field field, @Nullable RolloutSpec rollout) {
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
                        new PodDecoder(context, Names.of(field), rollout, type)
                            .decode()
                            .ifPresent(pod -> pods.put(pod.type(), pod))));
    return pods.buildOrThrow();
  }
}
