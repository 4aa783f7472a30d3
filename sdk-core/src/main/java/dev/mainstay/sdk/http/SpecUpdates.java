package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.state.ConfigurationRecord;

/** Makes the configurations that operators ask for; handed in by the service. */
public interface SpecUpdates {

  /**
   * A configuration that may become the target.
   *
   * @param warnings what is allowed but probably not meant
   */
  record Checked(ConfigurationRecord configuration, ImmutableList<Problem> warnings) {}

  /**
   * The target with a change.
   *
   * @throws dev.mainstay.sdk.base.InvalidInputException with all problems of the inputs, or of the
   *     change from the target
   */
  Checked changed(ConfigurationRecord target, UpdateRequest request);

  /**
   * An earlier configuration as the next one.
   *
   * @throws dev.mainstay.sdk.base.InvalidInputException with all problems of the change
   */
  Checked earlier(ConfigurationRecord target, ConfigurationRecord earlier);
}
