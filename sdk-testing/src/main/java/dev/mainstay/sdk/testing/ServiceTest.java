package dev.mainstay.sdk.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of a framework: its method takes a {@link Simulation}, which begins as it is said here.
 *
 * <pre>{@code
 * @ServiceTest(spec = "svc.yml", agents = 5, options = "brokers.count=3")
 * void deploys(Simulation sim) {
 *   sim.awaitPlan("deploy").complete();
 * }
 * }</pre>
 *
 * <p>It runs on the simulation, or on the cluster that {@code -Dmainstay.cluster} chooses, see
 * {@link ClusterKind}. With real processes whatever is waited for may take {@code
 * -Dmainstay.patience} seconds, 240 on the embedded cluster and 600 on a real Mesos. What cannot be
 * done there ends the test as skipped.
 *
 * <p>An annotation of one's own may have this one, and stands for it then.
 */
@Documented
@Test
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServiceTestExtension.class)
public @interface ServiceTest {

  /**
   * The spec's file, or a framework's folder; {@code svc.yml} unless given. A relative path is
   * looked for among the resources beside the test's class, then at their root, then in {@code
   * src/main/dist} and in the working directory.
   */
  String spec() default "";

  /**
   * The program of a framework with Java of its own, instead of a spec: the class has one static
   * method without parameters, of any name and visibility, that returns a {@link
   * dev.mainstay.sdk.service.Framework}.
   */
  Class<?> framework() default void.class;

  /** How many agents there are; on a real Mesos, at least. */
  int agents() default 3;

  /** Zones that the agents are in, in turn. */
  String[] zones() default {};

  /** Options of the framework, each {@code path.to.option=value}. */
  String[] options() default {};

  /** Further options where tasks are real processes: smaller heaps, other ports. */
  String[] optionsOnProcesses() default {};

  /** Variables of the spec's environment, each {@code KEY=VALUE}. */
  String[] env() default {};

  /** Of all that is left to chance in the simulation. */
  long seed() default 0;
}
