package dev.mainstay.sdk.spec.options;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The environment that Marathon gives to an app: what it says of the app itself (<a
 * href="https://mesosphere.github.io/marathon/docs/task-environment-vars.html">its list</a>), and
 * the app's own {@code env} over that. What Marathon knows only at a launch is not there, nor are
 * secrets.
 */
final class MarathonApp {

  /** Longer labels do not become variables. */
  private static final int LONGEST_LABEL = 512;

  /** The scheduler's port, as every package of dcos-commons names it. */
  private static final String API = "api";

  /** How a port is named that an app does not say anything of. */
  private static final String UNSAID = "default";

  private final InputNode.Mapping app;
  private final String apiPort;

  private MarathonApp(InputNode.Mapping app, int apiPort) {
    this.app = app;
    this.apiPort = Integer.toString(apiPort);
  }

  /**
   * The environment of an app.
   *
   * @param added labels that the catalog puts over those of the app
   * @param apiPort of the scheduler's API: the port {@code api} whatever the app says, and any that
   *     Marathon would choose
   */
  static ImmutableSortedMap<String, String> environment(
      InputNode.Mapping app, ImmutableMap<String, String> added, int apiPort) {
    return new MarathonApp(app, apiPort).environment(added);
  }

  private ImmutableSortedMap<String, String> environment(ImmutableMap<String, String> added) {
    Map<String, String> environment = new TreeMap<>();
    app.child("id")
        .map(JsonText::ofValue)
        .ifPresent(id -> environment.put("MARATHON_APP_ID", id.startsWith("/") ? id : "/" + id));
    app.child("container")
        .flatMap(container -> container.child("docker"))
        .flatMap(docker -> docker.child("image"))
        .ifPresent(image -> environment.put("MARATHON_APP_DOCKER_IMAGE", JsonText.ofValue(image)));
    environment.put("MARATHON_APP_RESOURCE_CPUS", resource("cpus", "1.0"));
    environment.put("MARATHON_APP_RESOURCE_MEM", resource("mem", "128.0"));
    environment.put("MARATHON_APP_RESOURCE_DISK", resource("disk", "0.0"));
    environment.put(
        "MARATHON_APP_RESOURCE_GPUS", app.child("gpus").map(JsonText::ofValue).orElse("0"));
    environment.putAll(labels(added));
    environment.putAll(ports());
    if (app.child("env").orElse(null) instanceof InputNode.Mapping env) {
      for (InputNode.Entry entry : env.entries()) {
        if (entry.value() instanceof InputNode.Scalar scalar) {
          environment.put(entry.key(), scalar.text());
        }
      }
    }
    return ImmutableSortedMap.copyOf(environment);
  }

  private String resource(String name, String standard) {
    Optional<InputNode> amount = app.child(name).filter(Option.Type.NUMBER::accepts);
    return amount.isEmpty()
        ? standard
        : Double.toString(Double.parseDouble(JsonText.ofValue(amount.get())));
  }

  private ImmutableMap<String, String> labels(ImmutableMap<String, String> added) {
    Map<String, String> all = new LinkedHashMap<>();
    if (app.child("labels").orElse(null) instanceof InputNode.Mapping mapping) {
      mapping.entries().forEach(entry -> all.put(entry.key(), JsonText.ofValue(entry.value())));
    }
    all.putAll(added);
    Map<String, String> labels = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.length() < LONGEST_LABEL && value.length() < LONGEST_LABEL) {
            labels.put(variable(name), value);
          }
        });
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    environment.put("MARATHON_APP_LABELS", Joiner.on(' ').join(labels.keySet()));
    labels.forEach((name, value) -> environment.put("MARATHON_APP_LABEL_" + name, value));
    return environment.buildKeepingLast();
  }

  /** A port that an app asks for; its number is absent where Marathon chooses one. */
  private record Port(@Nullable String number, @Nullable String name) {}

  private ImmutableMap<String, String> ports() {
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    List<String> numbers = new ArrayList<>();
    for (Port port : asked()) {
      String number = port.number() == null || API.equals(port.name()) ? apiPort : port.number();
      environment.put("PORT" + numbers.size(), number);
      if (port.name() != null) {
        environment.put("PORT_" + variable(port.name()), number);
      }
      numbers.add(number);
    }
    if (!numbers.isEmpty()) {
      environment.put("PORT", numbers.get(0));
      environment.put("PORTS", Joiner.on(',').join(numbers));
    }
    return environment.buildKeepingLast();
  }

  /** In the form of networks of containers, that of hosts, the old one; else a single port. */
  private ImmutableList<Port> asked() {
    Optional<InputNode> mappings =
        app.child("container").flatMap(container -> container.child("portMappings"));
    if (mappings.isPresent()) {
      return ports(mappings.get(), "containerPort");
    }
    Optional<InputNode> definitions = app.child("portDefinitions").or(() -> app.child("ports"));
    return definitions
        .map(node -> ports(node, "port"))
        .orElse(ImmutableList.of(new Port(null, UNSAID)));
  }

  private static ImmutableList<Port> ports(InputNode node, String key) {
    List<InputNode> items =
        node instanceof InputNode.Sequence sequence ? sequence.items() : List.of();
    return items.stream()
        .map(
            item ->
                new Port(
                    (item instanceof InputNode.Scalar ? Optional.of(item) : item.child(key))
                        .map(JsonText::ofValue)
                        .filter(number -> !number.equals("0"))
                        .orElse(null),
                    item.child("name").map(JsonText::ofValue).orElse(null)))
        .collect(ImmutableList.toImmutableList());
  }

  private static String variable(String name) {
    return name.replaceAll("[^a-zA-Z0-9_]+", "_").toUpperCase(Locale.ROOT);
  }
}
