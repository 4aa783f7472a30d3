package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * Templates that are there as texts: of an earlier load, or of a spec made in Java.
 *
 * @param texts by path
 */
record GivenTemplates(ImmutableMap<String, String> texts) implements TemplateReader {

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(texts.get(path));
  }

  @Override
  public ImmutableSet<String> known() {
    return texts.keySet();
  }
}
