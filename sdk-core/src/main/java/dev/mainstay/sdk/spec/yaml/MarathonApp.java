package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The environment that Marathon gives to an app: what it says of the app itself (<a
 * href="https://mesosphere.github.io/marathon/docs/task-environment-vars.html">its list</a>), and
 * the app's own {@code env} over that. What Marathon knows only at a launch is not there, nor are
 * secrets.
 */
final class MarathonApp {

  /** Stands for a port that Marathon would choose: that of the scheduler's API by default. */
  static final String API_PORT = "8080";

  /** Longer labels do not become variables. */
  private static final int LONGEST_LABEL = 512;

  private MarathonApp() {}

  static ImmutableSortedMap<String, String> environment(InputNode.Mapping app) {
    Map<String, String> environment = new TreeMap<>();
    app.child("id")
        .map(JsonText::ofValue)
        .ifPresent(id -> environment.put("MARATHON_APP_ID", id.startsWith("/") ? id : "/" + id));
    environment.put("MARATHON_APP_RESOURCE_CPUS", resource(app, "cpus", "1.0"));
    environment.put("MARATHON_APP_RESOURCE_MEM", resource(app, "mem", "128.0"));
    environment.put("MARATHON_APP_RESOURCE_DISK", resource(app, "disk", "0.0"));
    environment.put(
        "MARATHON_APP_RESOURCE_GPUS", app.child("gpus").map(JsonText::ofValue).orElse("0"));
    environment.putAll(labels(app));
    environment.putAll(ports(app));
    if (app.child("env").orElse(null) instanceof InputNode.Mapping env) {
      for (InputNode.Entry entry : env.entries()) {
        if (entry.value() instanceof InputNode.Scalar scalar) {
          environment.put(entry.key(), scalar.text());
        }
      }
    }
    return ImmutableSortedMap.copyOf(environment);
  }

  private static String resource(InputNode.Mapping app, String name, String standard) {
    Optional<InputNode> amount = app.child(name).filter(Option.Type.NUMBER::accepts);
    return amount.isEmpty()
        ? standard
        : Double.toString(Double.parseDouble(JsonText.ofValue(amount.get())));
  }

  private static ImmutableMap<String, String> labels(InputNode.Mapping app) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (app.child("labels").orElse(null) instanceof InputNode.Mapping mapping) {
      for (InputNode.Entry entry : mapping.entries()) {
        String value = JsonText.ofValue(entry.value());
        if (entry.key().length() < LONGEST_LABEL && value.length() < LONGEST_LABEL) {
          labels.put(variable(entry.key()), value);
        }
      }
    }
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    environment.put("MARATHON_APP_LABELS", Joiner.on(' ').join(labels.keySet()));
    labels.forEach((name, value) -> environment.put("MARATHON_APP_LABEL_" + name, value));
    return environment.buildKeepingLast();
  }

  private static ImmutableMap<String, String> ports(InputNode.Mapping app) {
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    List<String> numbers = new ArrayList<>();
    List<InputNode> definitions =
        app.child("portDefinitions").orElse(null) instanceof InputNode.Sequence sequence
            ? sequence.items()
            : List.of();
    for (InputNode definition : definitions) {
      String number =
          definition
              .child("port")
              .map(JsonText::ofValue)
              .filter(port -> !port.equals("0"))
              .orElse(API_PORT);
      environment.put("PORT" + numbers.size(), number);
      definition
          .child("name")
          .map(JsonText::ofValue)
          .ifPresent(name -> environment.put("PORT_" + variable(name), number));
      numbers.add(number);
    }
    if (!numbers.isEmpty()) {
      environment.put("PORT", numbers.get(0));
      environment.put("PORTS", Joiner.on(',').join(numbers));
    }
    return environment.buildKeepingLast();
  }

  private static String variable(String name) {
    return name.replaceAll("[^a-zA-Z0-9_]+", "_").toUpperCase(Locale.ROOT);
  }
}
