package dev.mainstay.sdk.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The shape of this module; the rules of the whole SDK are in sdk-core's test of this name. */
final class ArchitectureTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes/"))
          .importPackages("dev.mainstay.sdk.local");

  @Test
  void protobufStaysInTheWirePackages() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.mainstay.sdk.local.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "org.apache.mesos..")
        .because("everything else sees our own records: add what is missing to mesos.wire")
        .allowEmptyShould(true)
        .check(MODULE);
  }

  @Test
  void theModelIsBuiltOnTheVocabularyAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.mainstay.sdk.local.model..")
        .should()
        .dependOnClassesThat(
            describe(
                "are Mainstay's but neither the model nor the vocabulary",
                used ->
                    used.getPackageName().startsWith("dev.mainstay.")
                        && !used.getPackageName().startsWith("dev.mainstay.sdk.local.model")
                        && !used.getPackageName().equals("dev.mainstay.sdk.mesos")
                        && !used.getPackageName().equals("dev.mainstay.sdk.base")))
        .because("real processes and the simulation run on the same model")
        .allowEmptyShould(true)
        .check(MODULE);
  }

  @Test
  void theModelTakesTimeAndChanceAsArguments() {
    noClasses()
        .that()
        .resideInAPackage("dev.mainstay.sdk.local.model..")
        .should()
        .accessTargetWhere(readsTimeOrChanceOrTheMachine())
        .orShould()
        .dependOnClassesThat(
            describe(
                "start threads or wait for them",
                used ->
                    used.isAssignableTo(Thread.class)
                        || used.isAssignableTo(java.util.concurrent.Executor.class)
                        || used.isAssignableTo(java.util.concurrent.BlockingQueue.class)
                        || used.isEquivalentTo(java.util.concurrent.CountDownLatch.class)
                        || used.isAssignableTo(java.time.Clock.class)
                        || used.getPackageName().equals("java.util.concurrent.locks")))
        .because(
            "the simulation runs the same model in virtual time: take the time, an id or a"
                + " RandomGenerator as an argument")
        .allowEmptyShould(true)
        .check(MODULE);
  }

  private static DescribedPredicate<JavaAccess<?>> readsTimeOrChanceOrTheMachine() {
    return describe(
        "reads a clock, randomness or the machine",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String name = access.getTarget().getName();
          return (owner.isEquivalentTo(System.class) && !name.equals("arraycopy"))
              || owner.isEquivalentTo(Runtime.class)
              || (owner.getPackageName().startsWith("java.time") && name.equals("now"))
              || (owner.isEquivalentTo(java.util.UUID.class) && name.equals("randomUUID"))
              || (owner.isEquivalentTo(Math.class) && name.equals("random"))
              || (owner.isAssignableTo(java.util.random.RandomGenerator.class)
                  && (name.equals("<init>") || name.equals("current")));
        });
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
