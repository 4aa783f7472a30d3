package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.GivenInputs.PackageText;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.options.PackageFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts what an operator changes over the inputs of a configuration and loads what comes out, by the
 * same steps as at a start. No file is needed: the inputs hold the texts of all.
 */
public final class UpdatedInputs {

  private UpdatedInputs() {}

  /**
   * The spec of the changed inputs.
   *
   * @throws dev.mainstay.sdk.base.InvalidInputException with all problems of the options, or else
   *     of the spec
   */
  public static LoadedSpec load(ServiceInputs base, UpdateRequest request) {
    ProblemLog log = new ProblemLog();
    GivenInputs given = UnsetInputs.without(givenOf(base), request.unset(), log);
    UpdateRequest.Files files = request.files();
    SpecSource source =
        files == null
            ? new SpecSource(
                given.file(),
                base.specText(),
                Path.of(given.folder()),
                new GivenTemplates(base.templates()),
                PackageFiles.of(given.packaging()))
            : source(base, given, files);
    ServiceEnvironment.requireNames(request.variables().keySet(), log);
    Map<String, String> variables = new TreeMap<>(given.variables());
    variables.putAll(request.variables());
    ImmutableList.Builder<SourceText> options = ImmutableList.builder();
    options.add(new SourceText("options of the target", given.options()));
    String more = request.options();
    if (more != null) {
      options.add(new SourceText("options", more));
    }
    return SpecLoader.load(
        source,
        ServiceEnvironment.load(
            source, options.build(), request.settings(), variables, given.apiPort(), log));
  }

  /** Of an environment that was given as it is, all of it counts as given. */
  private static GivenInputs givenOf(ServiceInputs base) {
    GivenInputs given = base.given();
    return given != null
        ? given
        : new GivenInputs(
            SpecSource.SPEC,
            base.environment().getOrDefault(ServiceEnvironment.FRAMEWORK_DIR, "/"),
            ServiceEnvironment.API_PORT,
            ImmutableSortedMap.of(),
            "{}",
            base.environment());
  }

  private static SpecSource source(
      ServiceInputs base, GivenInputs given, UpdateRequest.Files files) {
    Map<String, String> templates = new LinkedHashMap<>(base.templates());
    templates.putAll(files.templates());
    Map<String, PackageText> packaging = new TreeMap<>(given.packaging());
    files.packaging().forEach((name, text) -> packaging.put(name, new PackageText(name, text)));
    String folder = files.folder();
    return new SpecSource(
        files.file(),
        files.spec(),
        Path.of(folder == null ? given.folder() : folder),
        new GivenTemplates(ImmutableMap.copyOf(templates)),
        PackageFiles.of(packaging));
  }
}
