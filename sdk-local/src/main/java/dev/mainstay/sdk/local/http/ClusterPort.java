package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterOutput;
import java.util.Optional;

/** The running cluster behind the API: whoever drives its model implements it. */
public interface ClusterPort {

  /**
   * Does some work on the model's own thread, alone, and waits for it. What the work hands in is
   * carried out before this returns, but for what is asked of the machine.
   */
  <T> T onModel(Work<T> work);

  /** Something to do with the model. It must be quick. */
  interface Work<T> {

    T run(ClusterModel model, Inputs inputs);
  }

  /** Hands inputs to the model, at its present time. */
  interface Inputs {

    /** The model's refusal, if it refused. */
    Optional<ClusterOutput.CallRefused> handle(ClusterInput input);
  }
}
