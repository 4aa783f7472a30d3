package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What dcos-commons' release tool ({@code tools/universe/package_builder.py}) would write into a
 * package's files in place of {@code {{package-version}}}, {@code {{artifact-dir}}} and the like,
 * so that a package can be used as it lies in its repository.
 *
 * <p>As with that tool, a variable {@code TEMPLATE_SOME_NAME} gives {@code {{some-name}}}. Else
 * {@code artifact-dir} is the folder of the spec, but its {@code bootstrap.zip} is the one that the
 * scheduler serves; times and hashes are constants, so that they change no configuration.
 */
public final class ReleaseParameters {

  private static final String GIVEN = "TEMPLATE_";
  private static final String ARTIFACTS = "artifact-dir";
  private static final String ARTIFACTS_URL = "artifacts-url";

  /** Of the predecessor's tool, and of the one named dcosdev. */
  private static final Pattern TAG =
      Pattern.compile(
          "\\{\\{([A-Za-z0-9][A-Za-z0-9_.:-]*)\\}\\}|%\\(([A-Za-z0-9][A-Za-z0-9_.:-]*)\\)s");

  /** As the tool's names are: in small letters, with dashes. */
  private static final Pattern UNKNOWN = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)+");

  private static final String JAVA =
      "https://downloads.mesosphere.com/java/openjdk-jre-8u212b03-hotspot-linux-x64.tar.gz";
  private static final String SCHEDULER_JAVA =
      "https://downloads.mesosphere.com/java/openjdk-jre-11.0.3.7-hotspot-linux-x64.tar.gz";
  private static final String LIBMESOS =
      "https://downloads.mesosphere.com/libmesos-bundle/libmesos-bundle-1.14-beta.tar.gz";

  /** A file that the tool puts beside the package; there are no folders. */
  private static final Pattern ARTIFACT =
      Pattern.compile("\\{\\{" + ARTIFACTS + "}}/([A-Za-z0-9][A-Za-z0-9_.-]*)");

  private static final Pattern BOOTSTRAP = Pattern.compile("bootstrap\\.(?:zip|tar\\.gz|tgz)");

  /** Where projects of dcos-commons have such files, from the project's folder. */
  private static final ImmutableList<String> ARTIFACT_FOLDERS =
      ImmutableList.of("tools", "build/distributions", "cli", "");

  private final ImmutableMap<String, String> values;

  /** Where artifacts lie; absent when the operator says. */
  private final @Nullable Path folder;

  private ReleaseParameters(ImmutableMap<String, String> values, @Nullable Path folder) {
    this.values = values;
    this.folder = folder;
  }

  /**
   * The parameters of a package.
   *
   * @param specFolder where the spec lies
   * @param given what the operator gives as environment
   */
  public static ReleaseParameters of(
      Path specFolder, PackageFiles packaging, Map<String, String> given, ProblemLog log) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("package-name", "stub");
    values.put("package-version", "stub-universe");
    values.put("package-build-time-epoch-ms", "0");
    values.put("package-build-time-str", "Thu Jan 01 1970 00:00:00 +0000");
    values.put("upgrades-from", "*");
    values.put("downgrades-to", "*");
    values.put("documentation-path", "");
    values.put("issues-path", "");
    values.put("jre-url", JAVA);
    values.put("scheduler-jre-url", SCHEDULER_JAVA);
    values.put("libmesos-bundle-url", LIBMESOS);
    values.put(ARTIFACTS, specFolder.toString());
    values.put(ARTIFACTS_URL, specFolder.toString());
    values.putAll(described(packaging.description(), log));
    boolean isGiven = false;
    for (Map.Entry<String, String> variable : given.entrySet()) {
      if (variable.getKey().startsWith(GIVEN)) {
        String name =
            variable.getKey().substring(GIVEN.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        values.put(name, variable.getValue());
        isGiven |= name.equals(ARTIFACTS);
      }
    }
    return new ReleaseParameters(ImmutableMap.copyOf(values), isGiven ? null : specFolder);
  }

  /** Name and version that {@code package.json} says, unless they are parameters themselves. */
  private static ImmutableMap<String, String> described(
      @Nullable SourceText description, ProblemLog log) {
    ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
    if (description != null) {
      ProblemLog own = new ProblemLog();
      Optional<InputNode> root = JsonReader.readLeniently(description, own);
      // nothing but two labels depends on it
      own.inOrder()
          .forEach(
              problem ->
                  log.warning(
                      problem.location(), problem.field(), problem.what(), problem.remedy()));
      for (String name : new String[] {"name", "version"}) {
        root.flatMap(node -> node.child(name))
            .map(JsonText::ofValue)
            .filter(value -> !value.isEmpty() && !value.contains("{{"))
            .ifPresent(value -> values.put("package-" + name, value));
      }
    }
    return values.buildOrThrow();
  }

  /** All parameters by name. */
  public ImmutableMap<String, String> values() {
    return values;
  }

  /**
   * A file's values with the parameters filled in. A name that only looks like one stands for
   * itself, without the braces; any other stays as it is.
   */
  public InputNode fill(InputNode node) {
    if (node instanceof InputNode.Scalar scalar) {
      return scalar.text().contains("{{") || scalar.text().contains("%(")
          ? new InputNode.Scalar(scalar.at(), scalar.type(), fill(scalar.text()))
          : scalar;
    }
    if (node instanceof InputNode.Sequence sequence) {
      return new InputNode.Sequence(
          sequence.at(),
          sequence.items().stream().map(this::fill).collect(ImmutableList.toImmutableList()),
          sequence.size());
    }
    if (node instanceof InputNode.Mapping mapping) {
      return new InputNode.Mapping(
          mapping.at(),
          mapping.entries().stream()
              .map(entry -> new InputNode.Entry(entry.at(), entry.key(), fill(entry.value())))
              .collect(ImmutableList.toImmutableList()),
          mapping.size());
    }
    return node;
  }

  private String fill(String text) {
    Matcher artifact = ARTIFACT.matcher(text);
    if (folder != null && artifact.matches()) {
      return BOOTSTRAP.matcher(artifact.group(1)).matches()
          ? UriSpec.BOOTSTRAP
          : artifact(folder, artifact.group(1));
    }
    return TAG.matcher(text)
        .replaceAll(
            tag ->
                Matcher.quoteReplacement(
                    value(tag.group(1) == null ? tag.group(2) : tag.group(1), tag.group())));
  }

  /** The file beside the spec, else where the project's build takes it from. */
  private static String artifact(Path folder, String name) {
    Path beside = folder.resolve(name);
    Path project =
        PackageFiles.distAround(folder)
            .map(dist -> dist.resolve("../../..").normalize())
            .orElse(folder);
    return Stream.concat(
            Stream.of(beside),
            ARTIFACT_FOLDERS.stream().map(place -> project.resolve(place).resolve(name)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(beside)
        .toString();
  }

  private String value(String name, String tag) {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    return UNKNOWN.matcher(name).matches() ? name : tag;
  }
}
