package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The examples of the keys, which are YAML. */
final class Examples {

  private static final YAMLMapper YAML = new YAMLMapper();

  private Examples() {}

  static JsonNode parse(String example) {
    try {
      return YAML.readTree(example);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("example '" + example + "' is not YAML", e);
    }
  }
}
