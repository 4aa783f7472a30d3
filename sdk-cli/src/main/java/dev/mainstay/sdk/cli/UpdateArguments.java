package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.spec.input.InputFile;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an update changes, as the body that the API takes. */
final class UpdateArguments {

  /** Where a spec names a template. */
  private static final Pattern TEMPLATE = Pattern.compile("template:\\s*[\"']?([^\\s\"',}]+)");

  @Mixin private final OptionArguments given = new OptionArguments();

  @Option(
      names = "--unset",
      paramLabel = "NAME",
      description = "An option or a variable that was given: its default holds again.")
  private List<String> unset = new ArrayList<>();

  @Option(
      names = "--spec",
      paramLabel = "PATH",
      description =
          "Another svc.yml, or a framework's folder, with its templates and its config.json.")
  private @Nullable Path spec;

  /**
   * The body. Throws {@link CommandFailure} when nothing is to be changed, or an argument is wrong.
   */
  ObjectNode body(ObjectMapper mapper) {
    ObjectNode body = mapper.createObjectNode();
    given.file().ifPresent(file -> body.set("options", read(mapper, file)));
    addPairs("--set", given.settings(), "set", body);
    addPairs("--env", given.variables(), "env", body);
    if (!unset.isEmpty()) {
      ArrayNode names = body.putArray("unset");
      unset.forEach(names::add);
    }
    if (spec != null) {
      addSpec(FrameworkPaths.toRun(spec, null).source(), body);
    }
    if (body.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "nothing to change is given; give --set OPTION=VALUE, --options FILE, --env KEY=VALUE, --unset NAME or --spec PATH");
    }
    return body;
  }

  /** Every problem with its place, as at a start. */
  private static JsonNode read(ObjectMapper mapper, Path file) {
    String text = InputFile.read(file);
    ProblemLog log = new ProblemLog();
    Optional<InputNode> root = JsonReader.read(file.toString(), text, log);
    root.filter(node -> !(node instanceof InputNode.Mapping))
        .ifPresent(
            node ->
                log.error(node.at(), "", "the options are no JSON object", "write {\"name\": …}"));
    if (log.hasErrors() || root.isEmpty()) {
      throw new InvalidInputException(log.inOrder());
    }
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(file + " was JSON before", e);
    }
  }

  private static void addPairs(String option, List<String> pairs, String field, ObjectNode body) {
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT, option + " " + pair + ": there is no '='; write NAME=VALUE");
      }
      body.withObjectProperty(field).put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }

  /**
   * A file that is no text is no template, though the spec names it: an archive that is fetched.
   */
  private static Optional<String> textOf(SpecSource source, String name) {
    try {
      return source.templates().read(name);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** With every template that the spec's text names, and the files of its package. */
  private static void addSpec(SpecSource source, ObjectNode body) {
    body.put("spec", source.text());
    body.put("file", source.file());
    body.put("folder", source.folder().toString());
    TreeSet<String> names = new TreeSet<>();
    Matcher named = TEMPLATE.matcher(source.text());
    while (named.find()) {
      names.add(named.group(1));
    }
    for (String name : names) {
      Optional<String> text = source.templates().read(name);
      text.ifPresent(found -> body.withObjectProperty("templates").put(name, found));
    }
    source.templates().known().stream()
        .filter(name -> source.text().contains(name) && !names.contains(name))
        .forEach(
            name ->
                textOf(source, name)
                    .ifPresent(found -> body.withObjectProperty("templates").put(name, found)));
    source
        .packaging()
        .texts()
        .forEach((name, text) -> body.withObjectProperty("package").put(name, text.text()));
  }
}
