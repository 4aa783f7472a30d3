package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes back what was given of a service's options and environment, so that defaults hold again.
 */
final class UnsetInputs {

  private final ProblemLog log;
  private InputNode options;
  private final Map<String, String> variables;

  private UnsetInputs(InputNode options, Map<String, String> variables, ProblemLog log) {
    this.options = options;
    this.variables = variables;
    this.log = log;
  }

  /** The inputs without these. A name that was not given is a problem. */
  static GivenInputs without(GivenInputs given, Set<String> names, ProblemLog log) {
    Optional<InputNode> options = JsonReader.read("options of the target", given.options(), log);
    if (names.isEmpty() || options.isEmpty()) {
      return given;
    }
    UnsetInputs inputs = new UnsetInputs(options.get(), new TreeMap<>(given.variables()), log);
    names.forEach(inputs::remove);
    return new GivenInputs(
        given.file(),
        given.folder(),
        given.apiPort(),
        given.packaging(),
        JsonText.of(inputs.options),
        ImmutableSortedMap.copyOf(inputs.variables));
  }

  private void remove(String name) {
    List<String> path = Splitter.on('.').splitToList(name);
    Optional<InputNode> without = without(options, path);
    boolean variable = variables.remove(name) != null;
    without.ifPresent(less -> options = less);
    if (without.isEmpty() && !variable) {
      List<String> known = new ArrayList<>();
      addNames("", options, known);
      known.addAll(variables.keySet());
      log.error(
          SourceLocation.ofFile("--unset " + name),
          "",
          "it was not given, so its default holds already",
          known.isEmpty() ? "nothing was given" : "given are: " + String.join(", ", known));
    }
  }

  /** The node without what the path leads to; empty when it leads nowhere. */
  private static Optional<InputNode> without(InputNode node, List<String> path) {
    if (!(node instanceof InputNode.Mapping mapping) || node.child(path.get(0)).isEmpty()) {
      return Optional.empty();
    }
    ImmutableList.Builder<InputNode.Entry> left = ImmutableList.builder();
    for (InputNode.Entry entry : mapping.entries()) {
      if (!entry.key().equals(path.get(0))) {
        left.add(entry);
      } else if (path.size() > 1) {
        Optional<InputNode> less = without(entry.value(), path.subList(1, path.size()));
        if (less.isEmpty()) {
          return Optional.empty();
        }
        boolean nothing = less.get() instanceof InputNode.Mapping rest && rest.entries().isEmpty();
        if (!nothing) {
          left.add(new InputNode.Entry(entry.at(), entry.key(), less.get()));
        }
      }
    }
    return Optional.of(new InputNode.Mapping(mapping.at(), left.build(), mapping.size()));
  }

  private static void addNames(String prefix, InputNode node, List<String> names) {
    if (node instanceof InputNode.Mapping mapping
        && (prefix.isEmpty() || !mapping.entries().isEmpty())) {
      mapping
          .entries()
          .forEach(entry -> addNames(prefix + "." + entry.key(), entry.value(), names));
    } else {
      names.add(prefix.substring(1));
    }
  }
}
