package dev.mainstay.sdk.templates;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the tutorial.
 *
 * @param name of its file
 * @param commands those of its blocks marked {@code sh}, in order
 */
record TutorialPage(String name, ImmutableList<String> commands) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  /** All pages with a number, in that order. */
  static ImmutableList<TutorialPage> all(Path folder) throws IOException {
    ImmutableList.Builder<TutorialPage> pages = ImmutableList.builder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*/\\d-.*[.]md")).sorted().toList()) {
        pages.add(
            new TutorialPage(String.valueOf(file.getFileName()), commands(Files.readString(file))));
      }
    }
    return pages.build();
  }

  private static ImmutableList<String> commands(String page) {
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    Matcher blocks = BLOCK.matcher(page);
    while (blocks.find()) {
      blocks
          .group(1)
          .replace("\\\n", " ")
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(commands::add);
    }
    return commands.build();
  }
}
