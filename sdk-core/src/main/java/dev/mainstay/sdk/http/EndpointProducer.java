package dev.mainstay.sdk.http;

import dev.mainstay.sdk.state.ServiceState;

/**
 * An endpoint of a framework's own: text that says where clients connect. A pure function of the
 * state.
 */
@FunctionalInterface
public interface EndpointProducer {

  /** Such as a list of bootstrap servers; empty while there is nothing to connect to. */
  String endpoint(ServiceState state);
}
