package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Specs with mistakes, each with its golden list of problems beside it. {@code mvn test -pl
 * sdk-core -Dtest=BadSpecsTest -Dgolden.update=true} writes the lists anew.
 */
final class BadSpecsTest {

  private static final Path FOLDER = Path.of("src/test/resources/specs/bad");
  private static final ImmutableMap<String, String> ENVIRONMENT =
      ImmutableMap.of("SERVICE_NAME", "kiosk", "LOG_LEVEL", "info");

  static List<String> specs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void lists_every_problem_at_its_place(String name) throws IOException {
    Path golden = FOLDER.resolve(name.replace(".yml", ".problems"));
    String problems =
        problems(name).stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, problems);
    }
    assertThat(problems).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void every_problem_has_a_line_a_column_and_a_suggestion(String name) {
    assertThat(problems(name))
        .allSatisfy(
            problem -> {
              assertThat(problem.remedy()).as(problem.toString()).isNotBlank();
              assertThat(problem.location().line()).isPositive();
              assertThat(problem.location().column()).isPositive();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nine-mistakes.yml",
        "nine-in-service.yml",
        "nine-in-tasks.yml",
        "nine-in-plans.yml"
      })
  void nine_typical_mistakes_in_one_file_are_nine_problems_of_one_run(String name) {
    assertThat(problems(name)).hasSize(9).allMatch(Problem::isError);
  }

  private static ImmutableList<Problem> problems(String name) {
    Path spec = FOLDER.resolve(name);
    InvalidInputException refusal =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                SpecLoader.load(
                    "svc.yml",
                    Files.readString(spec),
                    ENVIRONMENT,
                    SpecSource.at(spec).templates()));
    assertThat(refusal).as("a bad spec is refused").isNotNull();
    return refusal.problems();
  }
}
