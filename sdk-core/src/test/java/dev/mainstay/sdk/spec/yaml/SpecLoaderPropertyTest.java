package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.options.OptionValues;
import dev.mainstay.sdk.spec.options.OptionsSchema;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a file, the loader gives a spec or its own list of problems. */
final class SpecLoaderPropertyTest {

  /** Pieces that mean something to the loader, and some that mean nothing anywhere. */
  private static final ImmutableList<String> PIECES =
      ImmutableList.of(
          "name: kiosk\n",
          "pods:\n",
          "  a:\n",
          "  a: &a\n",
          "  b: *a\n",
          "    <<: *a\n",
          "    count: 1\n",
          "    count: {{COUNT}}\n",
          "    placement: '[[\"hostname\", \"UNIQUE\"]]'\n",
          "    placement: {{{PLACEMENT}}}\n",
          "    volume: {path: data, type: ROOT, size: 1}\n",
          "    resource-sets:\n      s: {cpus: 1}\n",
          "    tasks:\n",
          "      t:\n",
          "        goal: RUNNING\n",
          "        cmd: |\n          run\n",
          "        cpus: 1e9\n",
          "        memory: .inf\n",
          "        resource-set: s\n",
          "        env: {A: 1, B: }\n",
          "        ports: {http: {port: 0, ranges: [{begin: 1}]}}\n",
          "        configs: {c: {template: t, dest: d}}\n",
          "        health-check: {cmd: x}\n",
          "plans: {deploy: {phases: {p: {pod: a, steps: [{0: [[t]]}, {default: []}]}}}}\n",
          "{{#COUNT}}\n",
          "{{/COUNT}}\n",
          "{{^MISSING}}",
          "{{=<% %>=}}",
          "{{",
          "}}",
          "\t",
          "'",
          "\"",
          "[",
          "]",
          "{",
          "}",
          "- ",
          "? ",
          ": ",
          "!!binary ",
          "%YAML 9.9\n",
          "---\n",
          "...\n",
          "\u0000",
          "\uD800",
          "\uFEFF",
          "&",
          "*",
          "|",
          ">-\n",
          "#",
          " ",
          "\r\n",
          "\\");

  @Property(tries = 2000)
  void pieces_of_specs_give_a_spec_or_problems(@ForAll("pieces") String text) {
    check(text);
  }

  @Property(tries = 500)
  void any_text_gives_problems(@ForAll String text) {
    check(text);
  }

  @Property(tries = 300)
  void options_give_an_environment_or_problems(
      @ForAll("json") String schema, @ForAll("json") String options) {
    ProblemLog log = new ProblemLog();
    OptionValues values = new OptionValues(OptionsSchema.parse("config.json", schema, log), log);
    values.addFile("options.json", options);
    values.addSetting(options);
    assertThat(values.environment()).isNotNull();
  }

  @Property(tries = 20)
  void aliases_within_aliases_are_refused_in_time(@ForAll("depths") int depth) {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int level = 1; level <= depth; level++) {
      String alias = "*a" + (level - 1);
      text.append(
          "a%d: &a%d [%s, %s, %s, %s]\n".formatted(level, level, alias, alias, alias, alias));
    }
    check(text.toString());
    check("[".repeat(depth * 1000));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> json() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"properties\"",
            "\"a\"",
            "\"type\"",
            "\"integer\"",
            "\"default\"",
            "1",
            "1e99",
            "-",
            "true",
            "null",
            "{\"properties\": {\"a\": {",
            "}}}",
            "\"a\": 1",
            "a=1",
            "\"minimum\": 0")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<Integer> depths() {
    return Arbitraries.integers().between(1, 60);
  }

  private static void check(String text) {
    try {
      LoadedSpec loaded = SpecLoader.load("svc.yml", text, environment(), new OneTemplate());
      assertThat(loaded.warnings()).noneMatch(Problem::isError);
    } catch (InvalidInputException e) {
      assertThat(e.problems()).anyMatch(Problem::isError);
      assertThat(e.problems()).allMatch(problem -> problem.location().line() >= 0);
    }
  }

  private static ImmutableMap<String, String> environment() {
    return ImmutableMap.of("COUNT", "1", "PLACEMENT", "[[\"hostname\", \"UNIQUE\"]]");
  }

  /** A folder with one template. */
  private static final class OneTemplate implements TemplateReader {
    @Override
    public Optional<String> read(String path) {
      return path.equals("t")
          ? Optional.of("{{A}} {{#pods.a}}{{host}}{{/pods.a}}")
          : Optional.empty();
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of("t");
    }
  }
}
