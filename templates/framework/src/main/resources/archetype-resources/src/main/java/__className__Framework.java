package ${package};

import dev.mainstay.sdk.service.Framework;

/** The service ${artifactId}: what its spec, src/main/dist/svc.yml, says. */
public final class ${className}Framework {

  private ${className}Framework() {}

  /** Takes the arguments of the command line, such as {@code run} and {@code plan show deploy}. */
  public static void main(String[] args) {
    framework().run(args);
  }

  /** Here goes what a spec cannot say: endpoints, recovery, rules, a last touch to each launch. */
  static Framework framework() {
    return Framework.of(${className}Framework.class);
  }
}
