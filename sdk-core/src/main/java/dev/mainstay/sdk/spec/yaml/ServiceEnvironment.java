package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.input.InputFile;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.options.Catalog;
import dev.mainstay.sdk.spec.options.ReleaseParameters;
import dev.mainstay.sdk.spec.options.UnusedOptions;
import dev.mainstay.sdk.template.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment that a spec and its templates are rendered with: from the framework's options and
 * what the operator gives.
 *
 * <p>Each over the one before: {@link #FRAMEWORK_DIR}; the options, which are the defaults of
 * {@code config.json}, then {@code --options}, then {@code --set}; the inherited environment;
 * {@code --env-file}; {@code --env}. Options go through the package's {@code
 * marathon.json.mustache} if it has one; else {@code broker.count} becomes the variable {@code
 * BROKER_COUNT}, and an option that is a map or a list becomes its JSON text, which a template goes
 * through with {@code {{#BROKER_PROPERTIES.entries}}}.
 */
public final class ServiceEnvironment {

  /** The folder where the spec lies, as an absolute path: for addresses of files beside it. */
  public static final String FRAMEWORK_DIR = "FRAMEWORK_DIR";

  /** The usual port of the scheduler's API. */
  public static final int API_PORT = 8080;

  /** Names of that port, and of those that Marathon would choose. */
  private static final Pattern PORT = Pattern.compile("PORTS?|PORT[0-9]+|PORT_API|PORT_DEFAULT");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private ServiceEnvironment() {}

  /**
   * An environment that is sound.
   *
   * @param warnings what looks wrong in the files that it comes from
   * @param given what it was made from
   */
  public record Loaded(
      ImmutableSortedMap<String, String> variables,
      ImmutableList<Problem> warnings,
      GivenInputs given) {}

  /**
   * The environment.
   *
   * @throws InvalidInputException with all problems of {@code config.json} and of what is given
   */
  public static ImmutableSortedMap<String, String> of(SpecSource source, GivenOptions given) {
    return load(source, given).variables();
  }

  /**
   * The environment with its warnings.
   *
   * @throws InvalidInputException with all problems of {@code config.json} and of what is given
   */
  public static Loaded load(SpecSource source, GivenOptions given) {
    return load(source, given, API_PORT);
  }

  /**
   * The environment of a scheduler whose API is at a port, with its warnings.
   *
   * @throws InvalidInputException with all problems of {@code config.json} and of what is given
   */
  public static Loaded load(SpecSource source, GivenOptions given, int apiPort) {
    ProblemLog log = new ProblemLog();
    Map<String, String> over = given(given, log);
    Path options = given.optionsFile();
    ImmutableList<SourceText> files =
        options == null
            ? ImmutableList.of()
            : ImmutableList.of(new SourceText(options.toString(), InputFile.read(options)));
    return load(source, files, given.settings(), over, apiPort, log);
  }

  /**
   * The same of texts.
   *
   * @param options JSON objects, each over the one before
   * @param over variables that go over those of the options
   */
  static Loaded load(
      SpecSource source,
      List<SourceText> options,
      List<String> settings,
      Map<String, String> over,
      int apiPort,
      ProblemLog log) {
    ReleaseParameters release =
        ReleaseParameters.of(source.folder(), source.packaging(), over, log);
    Map<String, String> environment = new TreeMap<>();
    environment.put(FRAMEWORK_DIR, source.folder().toString());
    environment.put("BOOTSTRAP_URI", UriSpec.BOOTSTRAP);
    environment.put("PORT_API", Integer.toString(apiPort));
    Catalog catalog = new Catalog(source.packaging(), release, apiPort, log);
    Catalog.Made made = catalog.environment(options, settings);
    environment.putAll(made.environment());
    environment.putAll(over);
    if (log.hasErrors()) {
      throw new InvalidInputException(log.inOrder());
    }
    UnusedOptions.tell(
        new SourceText(source.file(), source.text()), source.packaging(), catalog.options(), log);
    return new Loaded(
        ImmutableSortedMap.copyOf(environment),
        log.inOrder(),
        new GivenInputs(
            source.file(),
            source.folder().toString(),
            apiPort,
            source.packaging().texts(),
            made.options(),
            ImmutableSortedMap.copyOf(over)));
  }

  /** Whether a spec asks for the port of the scheduler's API. */
  public static boolean usesApiPort(SpecSource source) {
    return Template.parse(source.file(), source.text()).names().stream()
        .anyMatch(name -> PORT.matcher(name).matches());
  }

  private static ImmutableMap<String, String> given(GivenOptions given, ProblemLog log) {
    Map<String, String> environment = new LinkedHashMap<>(given.inherited());
    if (given.environmentFile() != null) {
      String file = given.environmentFile().toString();
      addFile(file, InputFile.read(given.environmentFile()), environment, log);
    }
    for (String variable : given.variables()) {
      addLine(variable, SourceLocation.ofFile("--env " + variable), environment, log);
    }
    return ImmutableMap.copyOf(environment);
  }

  /** {@code KEY=VALUE} lines, where {@code #} begins a comment line, or a JSON object. */
  private static void addFile(
      String file, String text, Map<String, String> environment, ProblemLog log) {
    if (text.stripLeading().startsWith("{")) {
      addJson(file, text, environment, log);
      return;
    }
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && !content.startsWith("#")) {
        addLine(unquoted(content), new SourceLocation(file, number, 1), environment, log);
      }
    }
  }

  private static void addJson(
      String file, String text, Map<String, String> environment, ProblemLog log) {
    Optional<InputNode> root = JsonReader.read(file, text, log);
    if (root.isPresent() && root.get() instanceof InputNode.Mapping mapping) {
      for (InputNode.Entry entry : mapping.entries()) {
        add(entry.key(), JsonText.ofValue(entry.value()), entry.at(), environment, log);
      }
    }
  }

  private static void addLine(
      String line, SourceLocation at, Map<String, String> environment, ProblemLog log) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      log.error(at, "", "there is no '='", "write KEY=VALUE");
    } else {
      add(line.substring(0, equals), line.substring(equals + 1), at, environment, log);
    }
  }

  private static void add(
      String name,
      String value,
      SourceLocation at,
      Map<String, String> environment,
      ProblemLog log) {
    if (NAME.matcher(name).matches()) {
      environment.put(name, value);
    } else {
      notAName(name, at, log);
    }
  }

  /** Of variables that are given over those that there are. */
  static void requireNames(Iterable<String> names, ProblemLog log) {
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        notAName(name, SourceLocation.ofFile("env"), log);
      }
    }
  }

  private static void notAName(String name, SourceLocation at, ProblemLog log) {
    log.error(at, "", "'" + name + "' is not a variable's name", "use letters, digits and '_'");
  }

  /** Takes off {@code export} and the quotes around a value, as a shell does. */
  private static String unquoted(String line) {
    String plain =
        line.startsWith("export ") ? line.substring("export ".length()).stripLeading() : line;
    int value = plain.indexOf('=') + 1;
    if (value > 0 && plain.length() >= value + 2) {
      char first = plain.charAt(value);
      char last = plain.charAt(plain.length() - 1);
      if (first == last && (first == '"' || first == '\'')) {
        return plain.substring(0, value) + plain.substring(value + 1, plain.length() - 1);
      }
    }
    return plain;
  }
}
