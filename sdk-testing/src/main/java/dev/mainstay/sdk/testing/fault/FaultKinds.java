package dev.mainstay.sdk.testing.fault;

/** The kind of each fault. */
final class FaultKinds implements Fault.Visitor<FaultKind> {

  @Override
  public FaultKind agentCrash(Fault.AgentCrash fault) {
    return FaultKind.AGENT_CRASH;
  }

  @Override
  public FaultKind agentLost(Fault.AgentLost fault) {
    return FaultKind.AGENT_LOST;
  }

  @Override
  public FaultKind agentRemoved(Fault.AgentRemoved fault) {
    return FaultKind.AGENT_REMOVED;
  }

  @Override
  public FaultKind agentDrained(Fault.AgentDrained fault) {
    return FaultKind.AGENT_DRAINED;
  }

  @Override
  public FaultKind partition(Fault.Partition fault) {
    return FaultKind.PARTITION;
  }

  @Override
  public FaultKind offersRescinded(Fault.OffersRescinded fault) {
    return FaultKind.OFFERS_RESCINDED;
  }

  @Override
  public FaultKind operationsDropped(Fault.OperationsDropped fault) {
    return FaultKind.OPERATIONS_DROPPED;
  }

  @Override
  public FaultKind taskKilled(Fault.TaskKilled fault) {
    return FaultKind.TASK_KILLED;
  }

  @Override
  public FaultKind outOfMemory(Fault.OutOfMemory fault) {
    return FaultKind.OUT_OF_MEMORY;
  }

  @Override
  public FaultKind misbehaviour(Fault.Misbehaviour fault) {
    return FaultKind.MISBEHAVIOUR;
  }

  @Override
  public FaultKind callsLost(Fault.CallsLost fault) {
    return FaultKind.CALLS_LOST;
  }

  @Override
  public FaultKind updatesLost(Fault.UpdatesLost fault) {
    return FaultKind.UPDATES_LOST;
  }

  @Override
  public FaultKind updatesLate(Fault.UpdatesLate fault) {
    return FaultKind.UPDATES_LATE;
  }

  @Override
  public FaultKind updatesDoubled(Fault.UpdatesDoubled fault) {
    return FaultKind.UPDATES_DOUBLED;
  }

  @Override
  public FaultKind updatesReordered(Fault.UpdatesReordered fault) {
    return FaultKind.UPDATES_REORDERED;
  }

  @Override
  public FaultKind masterFailover(Fault.MasterFailover fault) {
    return FaultKind.MASTER_FAILOVER;
  }

  @Override
  public FaultKind streamCut(Fault.StreamCut fault) {
    return FaultKind.STREAM_CUT;
  }

  @Override
  public FaultKind streamSilent(Fault.StreamSilent fault) {
    return FaultKind.STREAM_SILENT;
  }

  @Override
  public FaultKind schedulerKilled(Fault.SchedulerKilled fault) {
    return FaultKind.SCHEDULER_KILLED;
  }

  @Override
  public FaultKind secondScheduler(Fault.SecondScheduler fault) {
    return FaultKind.SECOND_SCHEDULER;
  }

  @Override
  public FaultKind storeSlow(Fault.StoreSlow fault) {
    return FaultKind.STORE_SLOW;
  }

  @Override
  public FaultKind storeAway(Fault.StoreAway fault) {
    return FaultKind.STORE_AWAY;
  }

  @Override
  public FaultKind storeAmbiguous(Fault.StoreAmbiguous fault) {
    return FaultKind.STORE_AMBIGUOUS;
  }

  @Override
  public FaultKind sessionLost(Fault.SessionLost fault) {
    return FaultKind.SESSION_LOST;
  }

  @Override
  public FaultKind clockJump(Fault.ClockJump fault) {
    return FaultKind.CLOCK_JUMP;
  }

  @Override
  public FaultKind podCommand(Fault.PodCommand fault) {
    return FaultKind.POD_COMMAND;
  }

  @Override
  public FaultKind update(Fault.Update fault) {
    return FaultKind.UPDATE;
  }

  @Override
  public FaultKind rollback(Fault.Rollback fault) {
    return FaultKind.ROLLBACK;
  }

  @Override
  public FaultKind planCommand(Fault.PlanCommand fault) {
    return FaultKind.PLAN_COMMAND;
  }

  @Override
  public FaultKind uninstall(Fault.Uninstall fault) {
    return FaultKind.UNINSTALL;
  }
}
