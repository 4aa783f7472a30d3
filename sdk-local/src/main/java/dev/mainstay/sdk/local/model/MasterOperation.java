package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.OperationStatus;

/** An operation with an id, as the master knows it. */
record MasterOperation(AgentId agentId, OperationStatus latest) {}
