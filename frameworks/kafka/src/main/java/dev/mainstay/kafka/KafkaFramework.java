package dev.mainstay.kafka;

import dev.mainstay.sdk.http.Endpoints;
import dev.mainstay.sdk.launch.LaunchDraft;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.state.ServiceState;

/** Apache Kafka: what {@code svc.yml} cannot say is the cluster's id and one line for clients. */
public final class KafkaFramework {

  private KafkaFramework() {}

  /** Takes the arguments of {@code mainstay}. */
  public static void main(String[] args) {
    Framework.of(KafkaFramework.class)
        .launch(KafkaFramework::withClusterId)
        .endpoint("bootstrap-servers", KafkaFramework::bootstrapServers)
        .run(args);
  }

  private static LaunchDraft withClusterId(LaunchDraft draft, ServiceState state) {
    return draft.withVariable("KAFKA_CLUSTER_ID", ClusterId.of(draft.frameworkId()));
  }

  /** The client port of every placed broker, as Kafka's clients take it. */
  private static String bootstrapServers(ServiceState state) {
    Endpoints.Endpoint client = Endpoints.of(state).get("client");
    return client == null ? "" : String.join(",", client.address());
  }
}
