package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the fields of a loaded spec stand in the file that the user wrote. */
public final class SpecPlaces {

  private final String file;
  private final Optional<InputNode> root;

  private SpecPlaces(String file, Optional<InputNode> root) {
    this.file = file;
    this.root = root;
  }

  /** Of a spec that was loaded from these inputs, so its text is known to be right. */
  public static SpecPlaces of(String file, ServiceInputs inputs) {
    Rendered rendered =
        Template.parse(file, inputs.specText())
            .render(TemplateValue.ofEnvironment(inputs.environment()));
    return new SpecPlaces(
        file, YamlReader.read(rendered.text(), rendered::origin, new ProblemLog()));
  }

  /**
   * A field as the file has it.
   *
   * @param at the place of the field, or of the innermost thing around it that the file names in
   *     this way
   * @param field its path
   */
  public record Place(SourceLocation at, String field) {}

  /** Of a field by its keys from the root; {@code volumes} may stand there as {@code volume}. */
  public Place of(List<String> path) {
    SourceLocation at = SourceLocation.ofFile(file);
    Optional<InputNode> node = root;
    List<String> keys = new ArrayList<>();
    for (String key : path) {
      Optional<InputNode.Entry> entry =
          node.flatMap(within -> entry(within, key).or(() -> entry(within, singular(key))));
      at = entry.map(InputNode.Entry::at).orElse(at);
      node = entry.map(InputNode.Entry::value);
      keys.add(entry.map(InputNode.Entry::key).orElse(key));
    }
    return new Place(at, String.join(".", keys));
  }

  private static String singular(String key) {
    return key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
  }

  private static Optional<InputNode.Entry> entry(InputNode node, String key) {
    return node instanceof InputNode.Mapping mapping
        ? mapping.entries().stream().filter(entry -> entry.key().equals(key)).findFirst()
        : Optional.empty();
  }
}
