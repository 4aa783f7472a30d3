package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever is given to the loader, it loads or lists problems, each with its place and what is
 * wrong. How often it is tried: {@code -Dfuzz.tries}.
 */
final class SpecFuzzTest {

  /** What specs are made of and what breaks readers of YAML, mustache and JSON. */
  private static final ImmutableList<String> PIECES =
      ImmutableList.of(
          "\t",
          "\n",
          "\r\n",
          "  ",
          "\n  ",
          ": ",
          ":",
          "- ",
          "[",
          "]",
          "{",
          "}",
          "[[",
          "]]",
          "{{",
          "}}",
          "{{{",
          "}}}",
          "{{#A}}",
          "{{/A}}",
          "{{^A}}",
          "{{! x}}",
          "{{> x}}",
          "{{=<% %>=}}",
          "'",
          "\"",
          "\\",
          "#",
          "&a ",
          "*a",
          "<<: *a",
          "? ",
          "!!binary ",
          "!!python/object:x ",
          "%YAML 1.1\n",
          "---\n",
          "...\n",
          "|\n",
          ">-\n",
          "@",
          "`",
          "\u0000",
          "\uFEFF",
          "\uD800",
          "\u2028",
          "é",
          "\uD83D\uDE00",
          "null",
          "~",
          "true",
          "no",
          ".inf",
          ".nan",
          "-0",
          "0x1F",
          "1e999999999",
          "-1",
          "1_000",
          "99999999999999999999",
          "0.0001",
          "2024-01-01",
          "12:30:45",
          "pods:",
          "tasks:",
          "count:",
          "cmd:",
          "plans:",
          "steps:",
          "- default: [[server]]",
          "placement: '[[\"hostname\", \"UNIQUE\"]]'",
          "placement: 'hostname:LIKE:(a+)+$'",
          "resource-sets:",
          "ports:",
          "ranges:",
          "volume:",
          "secrets:",
          "networks:",
          "rlimits:",
          "2147483647",
          "4294967295",
          "9223372036854775808",
          "1".repeat(2000),
          "count: 2147483647",
          "ranges: [{begin: 0, end: 4294967295}]",
          "ranges: [{begin: 9000, end: 8000}]",
          "host-ports: [0-4294967295]",
          "kill-grace-period: 9223372036854775807",
          "interval: 9999999999999999999999",
          "shm-size: 1e400",
          "placement: {any-of: [not: hostname:UNIQUE, [avoid: server]]}",
          "placement: 'rack:LIKE:(a+)+$,rack:IS:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'",
          "colocate-with: ",
          "counting: every pod",
          "agents: [",
          "not:\n");

  /** One change to a text: at a place, so many characters give way to a piece. */
  record Edit(int place, int removed, String inserted) {

    String apply(String text) {
      int start = text.isEmpty() ? 0 : Math.floorMod(place, text.length() + 1);
      int end = Math.min(text.length(), start + removed);
      return text.substring(0, start) + inserted + text.substring(end);
    }
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void a_changed_spec_loads_or_is_explained(
      @ForAll("specs") String spec, @ForAll("edits") List<Edit> edits) {
    String text = spec;
    for (Edit edit : edits) {
      text = edit.apply(text);
    }
    explains(text);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void any_pieces_load_or_are_explained(@ForAll("soup") String text) {
    explains(text);
  }

  @Property(tries = 40)
  void nesting_without_end_is_explained(@ForAll("openers") String opener) {
    explains("name: a\npods: " + opener.repeat(20_000));
    explains(opener.repeat(20_000));
  }

  @Property(tries = 1)
  void aliases_that_multiply_are_explained() {
    StringBuilder bomb = new StringBuilder("name: a\na0: &a0 [x, x]\n");
    for (int level = 1; level < 40; level++) {
      String before = "*a" + (level - 1);
      bomb.append("a%d: &a%d [%s, %s]\n".formatted(level, level, before, before));
    }
    explains(bomb + "pods: *a39\n");
  }

  private static void explains(String text) {
    try {
      assertThat(load(text).spec().pods()).isNotEmpty();
    } catch (InvalidInputException e) {
      assertThat(e.problems()).anyMatch(Problem::isError);
      for (Problem problem : e.problems()) {
        assertThat(problem.what()).as("%s", problem).isNotBlank();
        assertThat(problem.location().line()).as("%s", problem).isPositive();
      }
    }
  }

  private static LoadedSpec load(String text) {
    return SpecLoader.load(
        "svc.yml",
        text,
        ImmutableMap.of("A", "a", "COUNT", "3"),
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return path.isEmpty() ? Optional.empty() : Optional.of(text);
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of("server.conf");
          }
        });
  }

  @Provide
  Arbitrary<String> specs() throws IOException, URISyntaxException {
    ImmutableList.Builder<String> texts = ImmutableList.builder();
    for (String folder : ImmutableList.of("/specs/bad", "/launch/fields")) {
      Path path = Path.of(Objects.requireNonNull(getClass().getResource(folder), folder).toURI());
      try (Stream<Path> files = Files.list(path)) {
        files
            .filter(file -> file.toString().endsWith(".yml"))
            .sorted()
            .map(SpecFuzzTest::textOf)
            .forEach(texts::add);
      }
    }
    return Arbitraries.of(texts.build());
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5_000),
            Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(2, 1), Tuple.of(1, 7), Tuple.of(1, 60)),
            Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(3)))
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(PIECES).list().ofMaxSize(60).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> openers() {
    return Arbitraries.of("[", "{a: ", "- ", "? ", "{{#A}}", "a: [", "&a [", "{{", "'", "((");
  }
}
