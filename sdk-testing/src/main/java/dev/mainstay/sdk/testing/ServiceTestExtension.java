package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.testing.world.AgentShape;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives methods with {@link ServiceTest} their simulation. */
final class ServiceTestExtension implements ParameterResolver {

  private static final ImmutableList<Path> FOLDERS =
      ImmutableList.of(Path.of("src/main/dist"), Path.of(""));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ServiceTest test = context.getRequiredTestMethod().getAnnotation(ServiceTest.class);
    SimulationBuilder builder =
        Simulation.of(find(context.getRequiredTestClass(), test.spec()))
            .options(test.options())
            .env(test.env())
            .seed(test.seed());
    String[] zones = test.zones();
    for (int i = 0; i < test.agents(); i++) {
      String zone = zones.length == 0 ? null : zones[i % zones.length];
      builder.agentShape(AgentShape.usual().zone(zone)).agents(1);
    }
    return builder.start();
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
