package dev.mainstay.sdk.testing;

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
          .importPackages("dev.mainstay.sdk.testing");

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
  void theWorldKnowsNothingOfWhatIsDoneWithIt() {
    noClasses()
        .that()
        .resideInAPackage("..testing.world")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..testing", "..testing.fault")
        .because("faults, checkers and scenarios are built on the world, each apart")
        .check(MODULE);
    noClasses()
        .that()
        .resideInAPackage("..testing.fault")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..testing")
        .because("a fault is done to a world, whoever asks for it")
        .check(MODULE);
  }

  @Test
  void theWorldReadsNoClockAndTakesNoChance() {
    noClasses()
        .that()
        .resideInAnyPackage("..testing.world", "..testing.fault")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "identityHashCode", Object.class)
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .callConstructor(java.util.Random.class)
        .orShould()
        .callConstructor(java.util.SplittableRandom.class)
        .because("the same seed has to give the same trace, on every machine")
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
