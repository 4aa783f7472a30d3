package dev.mainstay.sdk.local.model;

/** What operators do to single agents: drain, deactivate, reactivate, mark gone. */
final class Draining {

  private final MasterState state;
  private final AgentLifecycle lifecycle;

  Draining(MasterState state, AgentLifecycle lifecycle) {
    this.state = state;
    this.lifecycle = lifecycle;
  }

  void drain(ClusterInput.DrainAgent input) {
    MasterAgent agent = state.registered(input.agentId());
    if (agent == null) {
      refuse(400, "Unknown agent");
      return;
    }
    if (input.maxGracePeriod() != null && input.maxGracePeriod().isNegative()) {
      refuse(400, "Call 'DRAIN_AGENT' has a negative 'max_grace_period'");
      return;
    }
    AgentDrain how = new AgentDrain(input.maxGracePeriod(), input.markGone());
    agent.deactivated(true);
    agent.draining(new MasterAgent.Draining(how, false, state.context().now()));
    state.rescindOffersOf(agent);
    if (agent.process().isReachable()) {
      lifecycle.killAll(agent, how);
    }
    lifecycle.checkDrained(agent);
  }

  void deactivate(ClusterInput.DeactivateAgent input) {
    MasterAgent agent = state.registered(input.agentId());
    if (agent == null) {
      refuse(400, "Unknown agent");
      return;
    }
    agent.deactivated(true);
    state.rescindOffersOf(agent);
  }

  void reactivate(ClusterInput.ReactivateAgent input) {
    MasterAgent agent = state.registered(input.agentId());
    if (agent == null) {
      refuse(400, "Unknown agent");
      return;
    }
    MasterAgent.Draining draining = agent.draining();
    if (draining != null && !draining.drained()) {
      refuse(400, "Agent is still in the DRAINING state");
      return;
    }
    agent.draining(null);
    agent.deactivated(false);
    state.allocator().touched(agent);
  }

  void markGone(ClusterInput.MarkAgentGone input) {
    MasterAgent agent = state.agents().get(input.agentId());
    if (agent == null) {
      refuse(404, "Agent '" + input.agentId() + "' not found");
      return;
    }
    lifecycle.gone(agent);
  }

  private void refuse(int status, String message) {
    state.context().emit(new ClusterOutput.CallRefused(status, message));
  }
}
