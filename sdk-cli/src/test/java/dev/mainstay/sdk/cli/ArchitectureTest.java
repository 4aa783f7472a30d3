package dev.mainstay.sdk.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The shape of this module; the rules of the whole SDK are in sdk-core's test of this name. */
final class ArchitectureTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes/"))
          .importPackages("dev.mainstay.sdk.cli");

  @Test
  void protobufStaysInTheWirePackages() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "org.apache.mesos..")
        .because("everything else sees our own records: add what is missing to mesos.wire")
        .allowEmptyShould(true)
        .check(MODULE);
  }

  @Test
  void thereIsNoStaticMutableState() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("several clusters run in one process, and tests in any order")
        .allowEmptyShould(true)
        .check(MODULE);
  }

  @Test
  void theModuleNamesNoService() {
    noClasses()
        .should()
        .haveNameMatching("(?i).*(kafka|cassandra).*")
        .because("what one service needs is an extension point of every service")
        .allowEmptyShould(true)
        .check(MODULE);
  }
}
