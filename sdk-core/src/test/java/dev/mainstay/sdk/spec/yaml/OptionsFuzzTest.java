package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.options.PackageFiles;
import dev.mainstay.sdk.spec.yaml.SpecFuzzTest.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever stands in the files of a package and in what an operator gives, it becomes an
 * environment or a list of problems. How often it is tried: {@code -Dfuzz.tries}.
 */
final class OptionsFuzzTest {

  /** A loop gone wild takes longer, a busy machine does not. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final ImmutableList<String> PIECES =
      ImmutableList.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "\n",
          "//",
          "/*",
          "null",
          "true",
          "-",
          "-0",
          "0.0001",
          "1e999999999",
          "1e99999999999",
          "-1E-999999999",
          "99999999999999999999",
          "1".repeat(900),
          "NaN",
          "\uFEFF",
          "\u0000",
          "\uD800",
          "é",
          "\"properties\": {",
          "\"a\": {",
          "\"type\": \"integer\"",
          "\"type\": [\"null\", \"string\"]",
          "\"type\": \"any\"",
          "\"default\": ",
          "\"enum\": [",
          "\"required\": [\"a\"]",
          "\"required\": true",
          "\"$ref\": \"#\"",
          "\"$ref\": \"#/properties/broker\"",
          "\"$ref\": \"#/definitions/a\"",
          "\"definitions\": {\"a\": {\"$ref\": \"#/definitions/a\"}}",
          "\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]",
          "\"not\": {\"$ref\": \"#\"}",
          "\"items\": {\"$ref\": \"#\"}",
          "\"items\": [{}, {}]",
          "\"uniqueItems\": true",
          "\"additionalProperties\": {\"$ref\": \"#\"}",
          "\"additionalProperties\": true",
          "\"patternProperties\": {\"(a+)+$\": {}}",
          "\"pattern\": \"(a|b)*c\"",
          "\"pattern\": \"(\"",
          "\"minimum\": 1e400",
          "\"multipleOf\": 1e-90",
          "\"multipleOf\": 0",
          "\"maxLength\": 0",
          "\"minItems\": 99999999999",
          "\"dependencies\": {\"a\": [\"b\"]}",
          "{{",
          "}}",
          "{{{",
          "}}}",
          "{{#broker}}",
          "{{/broker}}",
          "{{#broker.hosts}}",
          "{{/broker.hosts}}",
          "{{^broker.count}}",
          "{{/broker.count}}",
          "{{.}}",
          "{{resource.assets}}",
          "{{> broker}}",
          "{{=<% %>=}}",
          "{{!",
          "\"env\": {",
          "\"portDefinitions\": [{\"port\": ",
          "\"labels\": {",
          "broker.count=",
          "broker.hosts=[",
          "broker.map.a.b=1",
          "broker..x=1",
          "..=1",
          ".a=",
          "=",
          "a=b=c");

  /** The files of a package and what an operator gives. */
  private enum Input {
    CONFIG(
        """
        {"type": "object", "properties": {"broker": {"type": "object", "properties": {
          "count": {"type": "integer", "default": 3, "minimum": 1, "maximum": 9},
          "name": {"type": "string", "default": "kiosk", "pattern": "^[a-z]+$", "maxLength": 20},
          "share": {"type": "number", "default": 0.5, "multipleOf": 0.1},
          "secure": {"type": "boolean", "default": false},
          "hosts": {"type": "array", "items": {"type": "string"}, "uniqueItems": true, "default": ["a", "b"]},
          "map": {"type": "object", "additionalProperties": {"type": "string"}, "default": {"k": "v"}},
          "kind": {"enum": ["x", "y"], "default": "x"},
          "old": {"$ref": "#/definitions/port"}},
          "oneOf": [{"required": ["count"]}, {"not": {"required": ["name"]}}]}},
         "definitions": {"port": {"type": ["integer", "null"], "default": 80}}}
        """),
    MARATHON(
        """
        {"id": "{{broker.name}}", "cpus": 1.5, "labels": {"A": "{{broker.secure}}"},
         "portDefinitions": [{"port": 0, "name": "api"}],
         "env": {"COUNT": "{{broker.count}}", {{#broker.secure}}"TLS": "yes",{{/broker.secure}}
          "HOSTS": "{{#broker.hosts}}{{.}};{{/broker.hosts}}", "MAP": "{{#broker.map}}{{k}}{{/broker.map}}",
          "URI": "{{resource.assets.uris.books}}"}}
        """),
    RESOURCE(
        "{\"assets\": {\"uris\": {\"books\": \"https://example.com/{{artifact-dir}}/b.tgz\"}}}"),
    DESCRIPTION("{\"name\": \"kiosk\", \"version\": \"1.0\"}"),
    OPTIONS("{\"broker\": {\"count\": 5, \"hosts\": [\"c\"], \"map\": {\"k\": \"w\"}}}"),
    SETTING("broker.count=7"),
    VARIABLES("COUNT=3\nexport NAME='a b'\n# no\nMAP={\"a\": 1}\n");

    private final String text;

    Input(String text) {
      this.text = text;
    }
  }

  private final Path folder;

  OptionsFuzzTest() throws IOException {
    folder = Files.createTempDirectory("options-fuzz");
    folder.toFile().deleteOnExit();
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void changed_files_load_or_are_explained(
      @ForAll Input input, @ForAll("edits") List<Edit> edits, @ForAll boolean catalog)
      throws IOException {
    String text = input.text;
    for (Edit edit : edits) {
      text = edit.apply(text);
    }
    explains(input, text, catalog);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void any_pieces_load_or_are_explained(
      @ForAll Input input, @ForAll("soup") String text, @ForAll boolean catalog)
      throws IOException {
    explains(input, text, catalog);
  }

  @Property(tries = 60)
  void nesting_without_end_is_explained(@ForAll Input input, @ForAll("openers") String opener)
      throws IOException {
    explains(input, opener.repeat(20_000), true);
    explains(input, "broker.count=" + opener.repeat(20_000), false);
  }

  @Example
  void schemas_that_double_are_explained() throws IOException {
    explains(
        Input.CONFIG,
        """
        {"allOf": [{"$ref": "#/definitions/a"}], "definitions":
          {"a": {"anyOf": [{"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"}]},
           "b": {"anyOf": [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"}]}}}
        """,
        true);
  }

  @Example
  void patterns_that_take_for_ever_are_explained() throws IOException {
    explains(
        Input.CONFIG,
        "{\"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"^(a+)+$\", \"default\": \"%s!\"},"
                .formatted("a".repeat(5_000))
            + "\"b\": {\"type\": \"string\", \"pattern\": \"^(a|b)*$\", \"default\": \"%s\"}}}"
                .formatted("ab".repeat(50_000)),
        true);
    explains(
        Input.CONFIG,
        "{\"pattern\": \"%s\"}".formatted("(".repeat(20_000) + ")".repeat(20_000)),
        true);
  }

  @Example
  void sections_that_multiply_are_explained() throws IOException {
    int depth = 40;
    explains(
        Input.MARATHON,
        "{{#broker.hosts}}".repeat(depth) + "xxxxxxxx" + "{{/broker.hosts}}".repeat(depth),
        true);
  }

  @Example
  void a_name_of_many_parts_is_explained() throws IOException {
    String open =
        "{\"properties\": {\"a\": {\"additionalProperties\": true, \"properties\": {\"b\": {}}}}}";
    Map<Input, String> texts = new EnumMap<>(Input.class);
    texts.put(Input.CONFIG, open);
    for (String path : List.of("a" + ".a".repeat(50_000), "a..", "a.", ".", "..", "a.\u0000.b")) {
      texts.put(Input.SETTING, path + "=1");
      explains(texts, false);
    }
  }

  private void explains(Input input, String text, boolean catalog) throws IOException {
    explains(ImmutableMap.of(input, text), catalog);
  }

  /**
   * Gives the package.
   *
   * @param texts in place of the usual ones
   * @param catalog with {@code marathon.json.mustache}
   */
  private void explains(Map<Input, String> texts, boolean catalog) throws IOException {
    long start = System.nanoTime();
    SpecSource source =
        new SpecSource(
            "svc.yml",
            "name: {{NAME}}",
            folder,
            new GivenTemplates(ImmutableMap.of()),
            new PackageFiles(
                source(Input.CONFIG, texts),
                catalog ? source(Input.MARATHON, texts) : null,
                source(Input.RESOURCE, texts),
                source(Input.DESCRIPTION, texts)));
    GivenOptions given =
        new GivenOptions(
            file(Input.OPTIONS, texts),
            ImmutableList.of(text(Input.SETTING, texts)),
            ImmutableMap.of(),
            file(Input.VARIABLES, texts),
            ImmutableList.of());
    try {
      assertThat(ServiceEnvironment.load(source, given).variables()).isNotEmpty();
    } catch (InvalidInputException e) {
      assertThat(e.problems()).anyMatch(Problem::isError);
      assertThat(e.problems()).allMatch(problem -> !problem.what().isBlank());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
  }

  private static String text(Input input, Map<Input, String> texts) {
    return texts.getOrDefault(input, input.text);
  }

  private static SourceText source(Input input, Map<Input, String> texts) {
    return new SourceText(input.name(), text(input, texts));
  }

  /** With what UTF-8 cannot say as {@code ?}. */
  private Path file(Input input, Map<Input, String> texts) throws IOException {
    Path file = folder.resolve(input.name());
    Files.write(file, text(input, texts).getBytes(StandardCharsets.UTF_8));
    return file;
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2_000),
            Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(2, 1), Tuple.of(1, 7), Tuple.of(1, 60)),
            Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(3)))
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> openers() {
    return Arbitraries.of(
        "[",
        "{\"a\":",
        "{\"properties\": {\"a\": ",
        "{\"not\": ",
        "{{#broker.hosts}}",
        "{{",
        "(",
        "\"",
        "\\");
  }
}
