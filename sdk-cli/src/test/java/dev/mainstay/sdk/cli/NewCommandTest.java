package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mainstay new}; templates/framework builds and runs what it writes. */
final class NewCommandTest {

  private final Path folder;

  NewCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_name_with_dashes_gives_a_package_and_a_class() {
    assertThat(CliRun.in(folder, "new", "my-2nd-service").exitCode()).isEqualTo(0);

    Path java = folder.resolve("my-2nd-service/src/main/java/com/example/my2ndservice");
    assertThat(java.resolve("My2ndServiceFramework.java"))
        .content()
        .contains("package com.example.my2ndservice;", "class My2ndServiceFramework {")
        .doesNotContain("${");
    assertThat(folder.resolve("my-2nd-service/pom.xml"))
        .content()
        .contains("<artifactId>my-2nd-service</artifactId>", "<version>" + Version.sdk())
        .doesNotContain("${");
  }

  @Test
  void what_it_writes_is_a_spec_without_warnings_of_that_name() {
    CliRun.in(folder, "new", "demo");
    Path project = folder.resolve("demo");
    CliRun validated = CliRun.of(ImmutableMap.of(), "validate", project.toString());
    assertThat(validated.err()).isEmpty();
    assertThat(validated.exitCode()).isEqualTo(0);
    assertThat(CliRun.of(ImmutableMap.of(), "render", project.toString()).out())
        .contains("name: demo\n");
  }

  @Test
  void group_and_package_may_be_given() {
    CliRun.in(folder, "new", "demo", "--group", "org.acme", "--package", "org.acme.shop");
    assertThat(folder.resolve("demo/pom.xml")).content().contains("<groupId>org.acme</groupId>");
    assertThat(folder.resolve("demo/src/test/java/org/acme/shop/DemoScenarioTest.java"))
        .isRegularFile();
    assertThat(CliRun.in(folder, "new", "other", "--package", "org.new").err())
        .contains("--package: 'org.new' is no name of a Java package")
        .contains("com.example.other");
  }

  @Test
  void a_name_that_Java_keeps_for_itself_is_no_package() {
    assertThat(CliRun.in(folder, "new", "switch").exitCode()).isEqualTo(0);
    assertThat(folder.resolve("switch/src/main/java/com/example/switch_/SwitchFramework.java"))
        .content()
        .contains("package com.example.switch_;");
  }

  @ParameterizedTest
  @CsvSource({
    "io.github.my-user, io.github.myuser.demo",
    "org.3d_shop, org._3d_shop.demo",
    "com.new, com.new_.demo",
  })
  void a_group_that_Maven_takes_gives_a_package_that_Java_takes(String group, String javaPackage) {
    assertThat(CliRun.in(folder, "new", "demo", "--group", group).exitCode()).isEqualTo(0);
    assertThat(folder.resolve("demo/pom.xml"))
        .content()
        .contains("<groupId>" + group + "</groupId>", javaPackage + ".DemoFramework");
    Path java = folder.resolve("demo/src/main/java").resolve(javaPackage.replace('.', '/'));
    assertThat(java.resolve("DemoFramework.java"))
        .content()
        .contains("package " + javaPackage + ";");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my group", "com..example", "com.", "com/example", "-"})
  void a_group_that_Maven_refuses_is_refused(String group) {
    CliRun run = CliRun.in(folder, "new", "demo", "--group", group);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--group: '" + group + "' is no Maven group id");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "My_Service, 'M' cannot be its character 1, my-service",
    "my_service, '_' cannot be its character 3, my-service",
    "my--service, '-' cannot be its character 3, my-service",
    "service-, '-' cannot be its character 8, service",
    "2nd, '2' cannot be its character 1, nd",
    "../up, '.' cannot be its character 1, up",
    "'', it is empty, my-service",
    "Ä, 'Ä' cannot be its character 1, my-service",
  })
  void another_name_is_refused_at_its_place_with_one_that_is_right(
      String name, String wrong, String right) throws IOException {
    CliRun run = CliRun.in(folder, "new", name);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("mainstay: NAME: '" + name + "': " + wrong + "; ")
        .endsWith("such as '" + right + "'\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_is_there_is_never_written_over() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("demo")).resolve("mine.txt");
    Files.writeString(mine, "mine");
    Files.writeString(folder.resolve("file"), "mine");

    CliRun run = CliRun.in(folder, "new", "demo");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("demo is there and not empty; choose another NAME");
    assertThat(folder.resolve("demo")).isDirectoryContaining(mine::equals);
    assertThat(mine).hasContent("mine");
    assertThat(CliRun.in(folder, "new", "file").err()).contains("file is a file; choose another");
  }

  @Test
  void an_empty_folder_is_filled() throws IOException {
    Files.createDirectory(folder.resolve("demo"));
    assertThat(CliRun.in(folder, "new", "demo").exitCode()).isEqualTo(0);
    assertThat(folder.resolve("demo/src/main/dist/svc.yml")).isRegularFile();
  }
}
