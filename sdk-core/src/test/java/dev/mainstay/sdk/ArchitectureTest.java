package dev.mainstay.sdk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/**
 * The shape of the SDK: which package may use which, and what the pure ones must not touch.
 *
 * <p>{@link #TABLE} is the authority. To let a package use another one is a decision about the
 * design: change the table and the package's {@code package-info} together, and say why.
 */
final class ArchitectureTest {

  private static final String ROOT = "dev.mainstay.sdk.";

  /** Package to what it may use. A package uses only what stands above it, so there is no cycle. */
  private static final ImmutableMap<String, ImmutableSet<String>> TABLE =
      ImmutableMap.<String, ImmutableSet<String>>builder()
          .put("base", uses())
          .put("mesos", uses("base"))
          .put("mesos.wire", uses("mesos", "base"))
          .put("spec", uses("base"))
          .put("template", uses("base"))
          .put("spec.input", uses("template", "base"))
          .put("spec.options", uses("spec.input", "spec", "template", "base"))
          .put("spec.yaml", uses("spec.options", "spec.input", "spec", "template", "base"))
          .put("state", uses("spec", "mesos", "base"))
          .put("store", uses("state", "base"))
          .put("plan", uses("spec", "state", "base"))
          .put("planner", uses("plan", "spec", "state", "base"))
          .put("evaluate", uses("mesos", "spec", "state", "base"))
          .put("launch", uses("evaluate", "template", "mesos", "spec", "state", "base"))
          .put(
              "scheduler",
              uses(
                  "launch",
                  "evaluate",
                  "planner",
                  "plan",
                  "state",
                  "template",
                  "spec",
                  "mesos",
                  "base"))
          .put("runtime", uses("scheduler", "store", "mesos", "mesos.wire", "state", "base"))
          .put(
              "http",
              uses(
                  "scheduler",
                  "planner",
                  "plan",
                  "evaluate",
                  "launch",
                  "state",
                  "mesos",
                  "spec",
                  "base"))
          .put(
              "service",
              uses(
                  "http",
                  "runtime",
                  "scheduler",
                  "launch",
                  "evaluate",
                  "planner",
                  "plan",
                  "store",
                  "state",
                  "spec.yaml",
                  "template",
                  "spec",
                  "mesos.wire",
                  "mesos",
                  "base"))
          .buildOrThrow();

  /** Below {@code runtime}, a function of its arguments. */
  private static final ImmutableSet<String> PURE =
      ImmutableSet.of(
          "base",
          "mesos",
          "spec",
          "template",
          "spec.input",
          "spec.options",
          "spec.yaml",
          "state",
          "plan",
          "planner",
          "evaluate",
          "launch",
          "scheduler");

  /** Below {@code runtime} too, but they talk to the world: they may wait and use threads. */
  private static final ImmutableSet<String> INPUT_OUTPUT = ImmutableSet.of("mesos.wire", "store");

  private static final JavaClasses SDK =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes/"))
          .importPackages("dev.mainstay.sdk");

  @Test
  void aPackageUsesOnlyWhatTheTableAllows() {
    check(
        classes()
            .should(
                new ArchCondition<>("use only the packages that the table allows") {
                  @Override
                  public void check(JavaClass user, ConditionEvents events) {
                    checkUses(user, events);
                  }
                })
            .because(
                "the packages are layers without a cycle: what is decided must not know how it is"
                    + " stored, sent or shown (see the table in ArchitectureTest)"));
  }

  @Test
  void theTableHasNoCycle() {
    ImmutableSet<String> above = ImmutableSet.of();
    for (var row : TABLE.entrySet()) {
      if (!above.containsAll(row.getValue())) {
        throw new AssertionError(
            row.getKey() + " may use only packages that stand above it in the table: " + above);
      }
      above = ImmutableSet.<String>builder().addAll(above).add(row.getKey()).build();
    }
  }

  @Test
  void thePureCoreTakesTimeAndChanceAsArguments() {
    check(
        noClasses()
            .that(are(PURE))
            .should()
            .accessTargetWhere(readsTimeOrChanceOrTheMachine())
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class)
            .because(
                "the core is a function of (state, event, now), so that the simulation can replay"
                    + " it: take the time, an id or a RandomGenerator as an argument from runtime"));
  }

  @Test
  void thePureCoreHasNoThreadsAndNoLocks() {
    check(
        noClasses()
            .that(are(PURE))
            .should()
            .dependOnClassesThat(startThreadsOrWait())
            .because(
                "one thread owns the state: slow work is an effect whose result comes back as an"
                    + " event, and only runtime starts threads"));
  }

  @Test
  void clientsAndStoresReadNoClockAndDrawNoIds() {
    check(
        noClasses()
            .that(are(INPUT_OUTPUT))
            .should()
            .accessTargetWhere(
                readsTimeOrChanceOrTheMachine()
                    .and(DescribedPredicate.not(target(System.class, "nanoTime"))))
            .because("time, ids and configuration come in from runtime"));
  }

  @Test
  void protobufStaysInTheWirePackage() {
    onlyIn("mesos.wire", "com.google.protobuf..", "org.apache.mesos..");
  }

  @Test
  void yamlStaysInItsPackage() {
    onlyIn("spec.yaml", "com.fasterxml.jackson.dataformat.yaml..", "org.yaml..");
  }

  @Test
  void mustacheStaysInItsPackage() {
    onlyIn("template", "com.samskivert..");
  }

  @Test
  void thereIsNoStaticMutableState() {
    check(
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .because("two schedulers run in one process, and tests in any order"));
  }

  @Test
  void theSdkNamesNoService() {
    check(
        noClasses()
            .should()
            .haveNameMatching("(?i).*(kafka|cassandra).*")
            .because("what one service needs is an extension point of every service"));
  }

  private static void checkUses(JavaClass user, ConditionEvents events) {
    Optional<String> from = row(user);
    if (from.isEmpty()) {
      events.add(
          SimpleConditionEvent.violated(
              user, user.getName() + " is in a package that the table does not know"));
      return;
    }
    user.getDirectDependenciesFromSelf().stream()
        .filter(use -> use.getTargetClass().getPackageName().startsWith("dev.mainstay.sdk"))
        .forEach(
            use -> {
              String to = row(use.getTargetClass()).orElse("(not in the table)");
              if (!to.equals(from.get()) && !allowed(from.get()).contains(to)) {
                events.add(
                    SimpleConditionEvent.violated(
                        user,
                        "%s must not use %s, it may use %s: %s"
                            .formatted(from.get(), to, allowed(from.get()), use.getDescription())));
              }
            });
  }

  private static ImmutableSet<String> allowed(String row) {
    return TABLE.getOrDefault(row, ImmutableSet.of());
  }

  /** The row of a class: the longest package of the table that holds it. */
  private static Optional<String> row(JavaClass javaClass) {
    String inside = javaClass.getPackageName() + ".";
    return TABLE.keySet().stream()
        .filter(row -> inside.startsWith(ROOT + row + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static DescribedPredicate<JavaClass> are(ImmutableSet<String> rows) {
    return describe(
        "are in " + rows, javaClass -> row(javaClass).filter(rows::contains).isPresent());
  }

  private static void onlyIn(String row, String... libraries) {
    check(
        noClasses()
            .that(DescribedPredicate.not(are(ImmutableSet.of(row))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(libraries)
            .because(
                "a library that shapes data is met in one place, %s, and everything else sees our"
                        .formatted(row)
                    + " own records"));
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
              || (owner.isEquivalentTo(java.util.Date.class) && name.equals("<init>"))
              || (owner.isEquivalentTo(java.util.Collections.class) && name.equals("shuffle"))
              || (owner.isAssignableTo(java.util.random.RandomGenerator.class)
                  && (name.equals("<init>") || name.equals("current")));
        });
  }

  private static DescribedPredicate<JavaAccess<?>> target(Class<?> owner, String name) {
    return describe(
        owner.getSimpleName() + "." + name,
        access ->
            access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(name));
  }

  private static DescribedPredicate<JavaClass> startThreadsOrWait() {
    return describe(
        "start threads or wait for them",
        used ->
            used.isAssignableTo(Thread.class)
                || used.isEquivalentTo(ThreadLocal.class)
                || used.isAssignableTo(java.util.Timer.class)
                || used.isAssignableTo(Executor.class)
                || used.isAssignableTo(BlockingQueue.class)
                || used.isEquivalentTo(java.util.concurrent.Executors.class)
                || used.isEquivalentTo(java.util.concurrent.CountDownLatch.class)
                || used.isEquivalentTo(java.util.concurrent.CyclicBarrier.class)
                || used.isEquivalentTo(java.util.concurrent.Phaser.class)
                || used.isEquivalentTo(java.util.concurrent.Semaphore.class)
                || used.getPackageName().equals("java.util.concurrent.locks")
                || used.getPackageName().startsWith("java.net.http"));
  }

  private static ImmutableSet<String> uses(String... packages) {
    return ImmutableSet.copyOf(packages);
  }

  /** A rule about a package that is still empty holds. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(SDK);
  }
}
