package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator changes of a running service's inputs. Everything that is not named stays as it
 * is in the target.
 *
 * @param options a JSON object that is put over the options, key by key; absent for none
 * @param settings single options over those, each {@code path.to.option=value}
 * @param variables put over the environment
 * @param files another spec, absent for the target's
 * @param unset names of options ({@code path.to.option}) and variables that were given and are not
 *     any more, so that their defaults hold again; before anything is put over
 */
public record UpdateRequest(
    @Nullable String options,
    ImmutableList<String> settings,
    ImmutableSortedMap<String, String> variables,
    @Nullable Files files,
    ImmutableSet<String> unset) {

  /** One that takes nothing back. */
  public UpdateRequest(
      @Nullable String options,
      ImmutableList<String> settings,
      ImmutableSortedMap<String, String> variables,
      @Nullable Files files) {
    this(options, settings, variables, files, ImmutableSet.of());
  }

  /**
   * Another spec with what belongs to it.
   *
   * @param file how it is named in problems
   * @param folder where it lies as the scheduler's machine sees it; absent for where the target's
   *     lay
   * @param templates texts by path; one that is not there is the target's
   * @param packaging files of the package by their usual names; one that is not there is the
   *     target's
   */
  public record Files(
      String file,
      String spec,
      @Nullable String folder,
      ImmutableMap<String, String> templates,
      ImmutableSortedMap<String, String> packaging) {}
}
