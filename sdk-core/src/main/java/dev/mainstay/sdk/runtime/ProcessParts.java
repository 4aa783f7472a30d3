package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.Storage;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a {@link SchedulerProcess} is put together from.
 *
 * @param storage where the service's records are; closed with the process
 * @param startRule what is changed, or refused, once the state is known
 * @param core over the state, that has a target by then
 * @param connection to Mesos, for the state's framework id; closed with the process
 * @param exit told once when the scheduler cannot go on
 * @param waiting told the name of each scheduler that leads while this one waits
 */
public record ProcessParts(
    Storage storage,
    StartRule startRule,
    Function<ServiceState, SchedulerCore> core,
    Function<ServiceState, MesosConnection> connection,
    InstantSource clock,
    ProcessExit exit,
    Consumer<String> waiting) {

  /** Compares what the service was made from with what is given now. */
  @FunctionalInterface
  public interface StartRule {

    /**
     * What has to be made durable before anything else: the first configuration.
     *
     * @throws StartRefusedException when the service may not be started so
     */
    ImmutableList<StateChange> changes(ServiceState loaded);

    /**
     * Loads the state and makes durable what it begins with.
     *
     * @throws dev.mainstay.sdk.store.StoreException when the store does not do that
     */
    default ServiceState begin(RecordStore store) {
      ServiceState loaded = ServiceState.of(store.load());
      ImmutableList<StateChange> changes = changes(loaded);
      if (!changes.isEmpty()) {
        store.commit(ImmutableList.of(changes));
      }
      return loaded.applyAll(changes);
    }
  }
}
