package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.testing.world.AgentShape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Gives methods with {@link ServiceTest} their simulation, on the cluster that was chosen. */
final class ServiceTestExtension implements ParameterResolver, AfterEachCallback {

  private static final ImmutableList<Path> FOLDERS =
      ImmutableList.of(Path.of("src/main/dist"), Path.of(""));

  /** For clusters with real processes; one of a killed run is ended at the next start there. */
  private static final Path CLUSTERS = Path.of("target", "clusters");

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ServiceTestExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Simulation simulation = start(context);
    context.getStore(NAMESPACE).put(Simulation.class, simulation);
    return simulation;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Simulation simulation = context.getStore(NAMESPACE).remove(Simulation.class, Simulation.class);
    if (simulation != null) {
      boolean failed =
          context
              .getExecutionException()
              .filter(e -> !(e instanceof TestAbortedException))
              .isPresent();
      simulation.stage().close(failed);
    }
  }

  private static Simulation start(ExtensionContext context) {
    ServiceTest test =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), ServiceTest.class)
            .orElseThrow();
    ClusterKind kind = ClusterKind.chosen();
    SimulationBuilder builder =
        Simulation.of(framework(context.getRequiredTestClass(), test))
            .options(test.options())
            .env(test.env())
            .seed(test.seed());
    String[] zones = test.zones();
    if (kind == ClusterKind.SIMULATION) {
      for (int i = 0; i < test.agents(); i++) {
        String zone = zones.length == 0 ? null : zones[i % zones.length];
        builder.agentShape(AgentShape.usual().zone(zone)).agents(1);
      }
      return builder.start();
    }
    String name =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    RealStart start =
        new RealStart(
            builder.options(test.optionsOnProcesses()),
            test.agents(),
            ImmutableList.copyOf(zones),
            CLUSTERS.resolve(name),
            "scenario-%d-%d"
                .formatted(ProcessHandle.current().pid(), Math.floorMod(name.hashCode(), 100_000)));
    return new Simulation(start(kind, start));
  }

  private static Stage start(ClusterKind kind, RealStart start) {
    try {
      return kind == ClusterKind.EMBEDDED ? start.embedded() : start.mesos();
    } catch (IOException | CannotStartException e) {
      throw new IllegalStateException("cannot start on " + kind + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting on " + kind, e);
    }
  }

  private static Framework framework(Class<?> testClass, ServiceTest test) {
    if (test.framework() == void.class) {
      return Framework.of(find(testClass, test.spec().isEmpty() ? "svc.yml" : test.spec()));
    }
    if (!test.spec().isEmpty()) {
      throw new IllegalArgumentException(
          "a framework knows its spec: leave out spec = \"" + test.spec() + "\"");
    }
    return FrameworkMethod.call(test.framework());
  }

  private static Path find(Class<?> test, String spec) {
    for (String name : ImmutableList.of(spec, "/" + spec)) {
      @Nullable URL resource = test.getResource(name);
      if (resource != null && resource.getProtocol().equals("file")) {
        return path(resource);
      }
    }
    return FOLDERS.stream()
        .map(folder -> folder.resolve(spec))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no "
                        + spec
                        + " among the resources of "
                        + test.getName()
                        + ", nor in "
                        + FOLDERS));
  }

  private static Path path(URL resource) {
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(resource + " is no file", e);
    }
  }
}
