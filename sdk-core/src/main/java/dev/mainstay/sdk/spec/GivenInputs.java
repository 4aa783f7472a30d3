package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableSortedMap;

/**
 * What the environment of a configuration was made from, word for word, so that another option can
 * be put over it when the files are no longer at hand.
 *
 * @param file how the spec is named in problems
 * @param folder where the spec lay, an absolute path
 * @param apiPort of the scheduler's API
 * @param packaging the files of the framework's package by their usual names, such as {@code
 *     config.json}
 * @param options that were given over the defaults, as one JSON object
 * @param variables that were given over those of the options
 */
public record GivenInputs(
    String file,
    String folder,
    int apiPort,
    ImmutableSortedMap<String, PackageText> packaging,
    String options,
    ImmutableSortedMap<String, String> variables) {

  /** A file of a package, and how it is named in problems. */
  public record PackageText(String file, String text) {}
}
