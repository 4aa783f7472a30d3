package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.http.SpecUpdates;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.UpdatedInputs;
import dev.mainstay.sdk.state.ConfigurationRecord;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Makes the configurations of live updates, by the same rules as a start: the spec has to load, the
 * change has to be one that may be made, and the cluster has to have what it needs.
 */
public final class ServiceUpdates implements SpecUpdates {

  private static final String UPDATE = "update by the operator";
  private static final String ROLLBACK = "rollback by the operator";

  private final SpecValidator validator;
  private final Function<LoadedSpec, ImmutableList<Problem>> needs;
  private final IdSource ids;
  private final InstantSource clock;

  /**
   * For one service.
   *
   * @param validator the framework's own rules
   * @param needs what a spec asks for and the cluster has not
   */
  public ServiceUpdates(
      SpecValidator validator,
      Function<LoadedSpec, ImmutableList<Problem>> needs,
      IdSource ids,
      InstantSource clock) {
    this.validator = validator;
    this.needs = needs;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Checked changed(ConfigurationRecord target, UpdateRequest request) {
    LoadedSpec spec = UpdatedInputs.load(target.inputs(), request);
    return new Checked(
        new ConfigurationRecord(
            new ConfigId(ids.next().toString()),
            clock.instant(),
            UPDATE,
            spec.inputs(),
            spec.spec()),
        checked(target, spec));
  }

  @Override
  public Checked earlier(ConfigurationRecord target, ConfigurationRecord earlier) {
    LoadedSpec spec =
        new LoadedSpec("svc.yml", earlier.spec(), earlier.inputs(), ImmutableList.of());
    return new Checked(earlier.acceptedAgain(clock.instant(), ROLLBACK), checked(target, spec));
  }

  /** The warnings. Throws when there is an error. */
  private ImmutableList<Problem> checked(ConfigurationRecord target, LoadedSpec spec) {
    ImmutableList<Problem> problems =
        ImmutableList.<Problem>builder()
            .addAll(spec.warnings())
            .addAll(SpecChecks.ofChange(validator, target.spec(), spec))
            .addAll(needs.apply(spec))
            .build();
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidInputException(problems);
    }
    return problems;
  }
}
