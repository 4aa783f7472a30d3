package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the fields of a loaded spec stand in the file that the user wrote. */
public final class SpecPlaces {

  /** Keys that say where a volume is in the sandbox. */
  private static final ImmutableList<String> PATH_KEYS = ImmutableList.of("path", "container-path");

  private final String file;
  private final Optional<InputNode> root;

  private SpecPlaces(String file, Optional<InputNode> root) {
    this.file = file;
    this.root = root;
  }

  /** Of a spec that is just read. */
  static SpecPlaces of(String file, InputNode root) {
    return new SpecPlaces(file, Optional.of(root));
  }

  /** Of a spec that was loaded from these inputs, so its text is known to be right. */
  public static SpecPlaces of(String file, ServiceInputs inputs) {
    Rendered rendered =
        Template.parse(file, inputs.specText())
            .renderForgiving(TemplateValue.ofEnvironment(inputs.environment()), ImmutableSet.of());
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

  /**
   * Of a field by its keys from the root. {@code volumes} may stand there as {@code volume}; a
   * volume is also found by its {@code path}, an item of a list by its index.
   */
  public Place of(List<String> path) {
    SourceLocation at = root.map(InputNode::at).orElse(SourceLocation.ofFile(file));
    Optional<InputNode> node = root;
    List<String> keys = new ArrayList<>();
    for (String key : path) {
      Optional<InputNode> within = node;
      if (within.filter(volume -> isVolumeAt(volume, key)).isPresent()) {
        continue;
      }
      Optional<InputNode.Entry> entry = within.flatMap(around -> find(around, key));
      at = entry.map(InputNode.Entry::at).orElse(at);
      node = entry.map(InputNode.Entry::value);
      keys.add(entry.map(InputNode.Entry::key).orElse(key));
    }
    return new Place(at, String.join(".", keys));
  }

  /** A problem at the place of its field. */
  public Problem problem(SpecProblem problem) {
    Place place = of(problem.path());
    return new Problem(
        place.at(), place.field(), problem.what(), problem.remedy(), problem.severity());
  }

  private static Optional<InputNode.Entry> find(InputNode node, String key) {
    return entries(node)
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .or(() -> entries(node).filter(entry -> entry.key().equals(singular(key))).findFirst())
        .or(() -> entries(node).filter(entry -> isVolumeAt(entry.value(), key)).findFirst());
  }

  private static String singular(String key) {
    return key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
  }

  /** What is in a node: the entries of a mapping, the items of a list by their index. */
  private static Stream<InputNode.Entry> entries(InputNode node) {
    if (node instanceof InputNode.Mapping mapping) {
      return mapping.entries().stream();
    }
    return node instanceof InputNode.Sequence list
        ? IntStream.range(0, list.items().size())
            .mapToObj(
                index ->
                    new InputNode.Entry(
                        list.items().get(index).at(),
                        Integer.toString(index),
                        list.items().get(index)))
        : Stream.empty();
  }

  private static boolean isVolumeAt(InputNode node, String path) {
    return PATH_KEYS.stream()
        .flatMap(key -> node.child(key).stream())
        .anyMatch(value -> value instanceof InputNode.Scalar text && text.text().equals(path));
  }
}
