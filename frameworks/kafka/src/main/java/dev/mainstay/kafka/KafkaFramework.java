package dev.mainstay.kafka;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.http.Endpoints;
import dev.mainstay.sdk.launch.LaunchDraft;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.HeapFits;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.state.ServiceState;
import org.jspecify.annotations.Nullable;

/** Apache Kafka: the cluster's id, a line for clients and a rule, which its spec cannot say. */
public final class KafkaFramework {

  private KafkaFramework() {}

  /** Takes the arguments of {@code mainstay}. */
  public static void main(String[] args) {
    framework().run(args);
  }

  /** Kafka as it is packaged. */
  static Framework framework() {
    return completed(Framework.of(KafkaFramework.class));
  }

  /** A framework that has the spec, with what the spec cannot say. */
  static Framework completed(Framework spec) {
    return spec.launch(KafkaFramework::withClusterId)
        .endpoint("bootstrap-servers", KafkaFramework::bootstrapServers)
        .validator(KafkaFramework::replicasHaveBrokers)
        .validator(new HeapFits("broker", "server", "KAFKA_HEAP_OPTS"))
        .validator(new HeapFits("controller", "server", "KAFKA_HEAP_OPTS"));
  }

  private static LaunchDraft withClusterId(LaunchDraft draft, ServiceState state) {
    return draft.withVariable("KAFKA_CLUSTER_ID", ClusterId.of(draft.frameworkId()));
  }

  /** The client port of every placed broker, as Kafka's clients take it. */
  private static String bootstrapServers(ServiceState state) {
    Endpoints.Endpoint client = Endpoints.of(state).get("client");
    return client == null ? "" : String.join(",", client.address());
  }

  /** Each replica of a partition lies on a broker of its own, else Kafka makes no topic. */
  static ImmutableList<SpecProblem> replicasHaveBrokers(
      @Nullable ServiceSpec deployed, ServiceSpec wanted) {
    PodSpec broker = wanted.pod(new PodId("broker", 0));
    String replicas = broker.task("server").env().getOrDefault("REPLICATION_FACTOR", "1");
    if (Integer.parseInt(replicas) <= broker.count()) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        SpecProblem.error(
            ImmutableList.of("pods", "broker", "tasks", "server", "env", "REPLICATION_FACTOR"),
            "%s replicas need as many brokers, but there are %d"
                .formatted(replicas, broker.count()),
            "set kafka.replication-factor to at most "
                + broker.count()
                + ", or broker.count to at least "
                + replicas));
  }
}
