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
 */
@Documented
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServiceTestExtension.class)
public @interface ServiceTest {

  /**
   * The spec's file, or a framework's folder. A relative path is looked for among the resources
   * beside the test's class, then at their root, then in {@code src/main/dist} and in the working
   * directory.
   */
  String spec() default "svc.yml";

  /** How many agents there are. */
  int agents() default 3;

  /** Zones that the agents are in, in turn. */
  String[] zones() default {};

  /** Options of the framework, each {@code path.to.option=value}. */
  String[] options() default {};

  /** Variables of the spec's environment, each {@code KEY=VALUE}. */
  String[] env() default {};

  /** Of all that is left to chance. */
  long seed() default 0;
}
