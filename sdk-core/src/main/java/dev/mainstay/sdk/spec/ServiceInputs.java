package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration was made from, word for word, so that it can be shown, compared and loaded
 * again.
 *
 * @param specText the text of {@code svc.yml}
 * @param templates text of each configuration template by its path
 * @param environment every variable that the spec and its templates were rendered with
 * @param given what the environment was made from; absent when it was given as it is
 */
public record ServiceInputs(
    String specText,
    ImmutableMap<String, String> templates,
    ImmutableSortedMap<String, String> environment,
    @Nullable GivenInputs given) {

  /** With an environment that was given as it is. */
  public ServiceInputs(
      String specText,
      ImmutableMap<String, String> templates,
      ImmutableSortedMap<String, String> environment) {
    this(specText, templates, environment, null);
  }
}
