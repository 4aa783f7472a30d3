package dev.mainstay.sdk.spec.yaml;

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
import java.util.stream.Stream;

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
    Optional<InputNode> without = without(options, name);
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

  /** The node without what the path leads to, whose keys may have dots; empty for nowhere. */
  private static Optional<InputNode> without(InputNode node, String path) {
    if (!(node instanceof InputNode.Mapping mapping)) {
      return Optional.empty();
    }
    return mapping.entries().stream()
        .flatMap(entry -> withoutIn(mapping, entry, path).stream())
        .findFirst();
  }

  private static Optional<InputNode> withoutIn(
      InputNode.Mapping mapping, InputNode.Entry entry, String path) {
    if (path.equals(entry.key())) {
      return Optional.of(replaced(mapping, entry, ImmutableList.of()));
    }
    if (!path.startsWith(entry.key() + ".")) {
      return Optional.empty();
    }
    return without(entry.value(), path.substring(entry.key().length() + 1))
        .map(
            less ->
                less instanceof InputNode.Mapping rest && rest.entries().isEmpty()
                    ? ImmutableList.<InputNode.Entry>of()
                    : ImmutableList.of(new InputNode.Entry(entry.at(), entry.key(), less)))
        .map(instead -> replaced(mapping, entry, instead));
  }

  private static InputNode replaced(
      InputNode.Mapping mapping, InputNode.Entry entry, ImmutableList<InputNode.Entry> instead) {
    return new InputNode.Mapping(
        mapping.at(),
        mapping.entries().stream()
            .flatMap(each -> each.equals(entry) ? instead.stream() : Stream.of(each))
            .collect(ImmutableList.toImmutableList()),
        mapping.size());
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
