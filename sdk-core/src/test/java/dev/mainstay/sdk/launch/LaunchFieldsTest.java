package dev.mainstay.sdk.launch;

import static dev.mainstay.sdk.sample.OfferBuilder.FRAMEWORK;
import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.evaluate.OfferEvaluator;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.wire.CallWire;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecKey;
import dev.mainstay.sdk.spec.TaskSpec.TransportEncryptionSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.state.PlacementCounts;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each field of the spec becomes in the ACCEPT that launches a pod: {@code <field>.yml} is a
 * spec with this field, {@code <field>.txt} what it changes in the launch of {@code plain.yml}. Run
 * with {@code -Dgolden.update} to write what is there now.
 */
final class LaunchFieldsTest {

  private static final Path FOLDER = Path.of("src/test/resources/launch/fields");
  private static final String PLAIN = "plain";

  /** Keys that decide when, where and how often something is launched, but not what. */
  private static final ImmutableSet<String> NOT_IN_A_LAUNCH =
      ImmutableSet.of(
          "service-name",
          "scheduler-scheduler.zookeeper",
          "scheduler-web-url",
          "pod-count",
          "pod-placement",
          "pod-allow-decommission",
          "replacement-policy-permanent-failure-timeout-secs",
          "replacement-policy-min-replace-delay-secs",
          "service-rollout",
          "pod-rollout",
          "rollout-max-unavailable",
          "rollout-bake-time",
          "rollout-deadline",
          "rollout-on-failure",
          "task-goal",
          "task-essential");

  /** Refused before anything is launched: see {@code UnmetNeeds}. */
  private static final ImmutableSet<Class<?>> REFUSED =
      ImmutableSet.of(TransportEncryptionSpec.class);

  private int ids;

  private UUID nextId() {
    return new UUID(0x1d, ids++);
  }

  static List<String> fields() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yml"))
          .map(name -> name.substring(0, name.length() - ".yml".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void becomes_what_the_golden_file_says(String field) throws IOException {
    Map<String, String> launch = launch(field);
    String text = field.equals(PLAIN) ? all(launch) : changes(launch(PLAIN), launch);
    Path golden = FOLDER.resolve(field + ".txt");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, text);
    }

    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private static String all(Map<String, String> launch) {
    StringBuilder text = new StringBuilder();
    launch.forEach((path, value) -> text.append(line(path, value)));
    return text.toString();
  }

  private static String changes(Map<String, String> plain, Map<String, String> launch) {
    StringBuilder text = new StringBuilder();
    Set<String> paths = new LinkedHashSet<>(plain.keySet());
    paths.addAll(launch.keySet());
    for (String path : paths.stream().sorted().toList()) {
      String before = plain.get(path);
      String after = launch.get(path);
      if (before != null && !before.equals(after)) {
        text.append("- ").append(line(path, before));
      }
      if (after != null && !after.equals(before)) {
        text.append("+ ").append(line(path, after));
      }
    }
    return text.toString();
  }

  private static String line(String path, String value) {
    return path + " = " + value + "\n";
  }

  private ImmutableSortedMap<String, String> launch(String field) throws IOException {
    ids = 0;
    String yaml = Files.readString(FOLDER.resolve(field + ".yml"));
    ServiceSpec spec = SpecLoader.load(field + ".yml", yaml, Map.of(), new PageTemplate()).spec();
    PodSpec pod = spec.pods().values().iterator().next();
    OfferPool pool = new OfferPool(List.of(offerFor(pod, spec)));
    OfferEvaluator.Match match =
        OfferEvaluator.fresh(PodRequirement.of(pod), pool, PlacementCounts.NONE);
    assertThat(match.evaluation().passed()).as(match.evaluation().toString()).isTrue();
    LaunchSettings settings =
        new LaunchSettings(spec.role(), spec.scheduler().principal(), "10.0.0.1", 8080);
    PodLaunch launch =
        new PodLauncher(settings, LaunchCustomizer.NONE, this::nextId)
            .fresh(
                new PodLauncher.Order(
                    new PodId(pod.type(), 0),
                    CONFIG,
                    pod.tasks().keySet().asList(),
                    null,
                    ImmutableSortedMap.of()),
                match.claims(),
                pool.place(),
                FRAMEWORK,
                ServiceBuilder.accepted(spec),
                START);
    MesosCall accept =
        new MesosCall.Accept(
            ImmutableList.of(new OfferId("O-agent-1")), launch.operations(), Duration.ZERO);
    Map<String, String> flat = new TreeMap<>();
    CallWire.toProto(accept, FRAMEWORK)
        .getAccept()
        .getOperationsList()
        .forEach(operation -> flatten(operation.getType().name(), operation, flat));
    ImmutableSortedMap.Builder<String, String> lines = ImmutableSortedMap.naturalOrder();
    flat.forEach((path, value) -> lines.put(shorter(path), value));
    return lines.buildOrThrow();
  }

  /** Without the messages that only wrap others. */
  private static String shorter(String path) {
    return path.replaceFirst("^([A-Z_]+)\\.[a-z_]+\\.(?=[a-z_]+[.\\[])", "$1 ")
        .replaceFirst("^([A-Z_]+)\\.", "$1 ")
        .replace("task_group.", "")
        .replace("environment.variables[", "environment[")
        .replace("labels.labels[", "labels[")
        .replace("ports.ports[", "ports[");
  }

  /** To the pod's role, of an agent that has one of everything. */
  private static Offer offerFor(PodSpec pod, ServiceSpec spec) {
    Offer plain =
        offer("agent-1")
            .roomy()
            .ports(8081, 8081)
            .mountedDisk("/mnt/slow", 800, "hdd")
            .mountedDisk("/mnt/fast", 900, "ssd")
            .with(Resource.of(Resource.GPUS, new ResourceValue.Amount(Scalar.of(2L))))
            .build();
    String base = pod.refinedRole().orElse(null);
    if (base == null) {
      return plain;
    }
    Reservation reserved = new Reservation(Reservation.Kind.STATIC, base, null, ImmutableList.of());
    return new Offer(
        plain.id(),
        plain.frameworkId(),
        plain.agentId(),
        plain.hostname(),
        plain.address(),
        plain.domain(),
        plain.resources().stream()
            .map(resource -> resource.withReservations(ImmutableList.of(reserved)))
            .collect(ImmutableList.toImmutableList()),
        plain.attributes(),
        plain.executorIds(),
        plain.unavailability(),
        pod.role(spec.role()));
  }

  /** One line for each leaf; elements of lists by their name or key, else their number. */
  private static void flatten(String path, Message message, Map<String, String> flat) {
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      String inner = path + "." + entry.getKey().getName();
      if (path.endsWith("[" + stable(entry.getValue().toString()) + "]")) {
        continue; // the name or key that stands in the path
      }
      if (!entry.getKey().isRepeated()) {
        put(inner, entry.getValue(), flat);
        continue;
      }
      List<String> labels = new ArrayList<>();
      for (Object element : (List<?>) entry.getValue()) {
        String label = label(element, labels);
        labels.add(label);
        put(inner + "[" + label + "]", element, flat);
      }
    }
  }

  private static String label(Object element, List<String> before) {
    String label = "" + before.size();
    if (element instanceof Message message) {
      for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
        if (ImmutableSet.of("name", "key", "container_path").contains(entry.getKey().getName())) {
          label = stable(entry.getValue().toString());
        }
      }
    }
    String unique = label;
    for (int i = 2; before.contains(unique); i++) {
      unique = label + "#" + i;
    }
    return unique;
  }

  private static void put(String path, Object value, Map<String, String> flat) {
    if (value instanceof Message message) {
      int size = flat.size();
      flatten(path, message, flat);
      if (flat.size() == size) {
        flat.put(path, "{}");
      }
    } else {
      flat.put(path, stable(value.toString()));
    }
  }

  /** Random ids without their number, which moves with everything that is added before. */
  private static String stable(String text) {
    return text.replaceAll("00000000-0000-001d-0000-[0-9a-f]{12}", "<id>").replace("\n", "\\n");
  }

  @Test
  void every_key_that_can_reach_a_launch_has_a_golden_file() throws IOException {
    List<String> missing = new ArrayList<>();
    addMissing(ServiceSpec.class, missing, new LinkedHashSet<>());

    assertThat(missing).isEmpty();
  }

  private static void addMissing(Class<?> type, List<String> missing, Set<Class<?>> seen)
      throws IOException {
    if (!seen.add(type) || REFUSED.contains(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      Optional<Class<?>> inner = specRecord(component.getGenericType());
      SpecKey key = component.getAnnotation(SpecKey.class);
      if (component.getName().equals("plans")) {
        continue;
      }
      if (inner.isPresent()) {
        addMissing(inner.get(), missing, seen);
      } else if (key != null && !isCovered(prefix(type), key.value())) {
        missing.add(prefix(type) + "-" + key.value() + ".yml");
      }
    }
  }

  /** The record of the spec that a component holds, alone or many of. */
  private static Optional<Class<?>> specRecord(Type type) {
    if (type instanceof ParameterizedType many) {
      Type[] arguments = many.getActualTypeArguments();
      return specRecord(arguments[arguments.length - 1]);
    }
    return type instanceof Class<?> single
            && single.isRecord()
            && single.getPackage().equals(ServiceSpec.class.getPackage())
            && Stream.of(single.getRecordComponents())
                .anyMatch(
                    component ->
                        component.isAnnotationPresent(SpecKey.class)
                            || component.isAnnotationPresent(SpecKey.Inline.class))
        ? Optional.of(single)
        : Optional.empty();
  }

  /** {@code HostVolumeSpec} to {@code host-volume}. */
  private static String prefix(Class<?> type) {
    return CaseFormat.UPPER_CAMEL
        .to(CaseFormat.LOWER_HYPHEN, type.getSimpleName())
        .replace("-spec", "");
  }

  private static boolean isCovered(String prefix, String key) throws IOException {
    if (NOT_IN_A_LAUNCH.contains(prefix + "-" + key)
        || Files.exists(FOLDER.resolve(prefix + "-" + key + ".yml"))) {
      return true;
    }
    Path whole = FOLDER.resolve(prefix + ".yml");
    return Files.exists(whole) && Files.readString(whole).contains(" " + key + ":");
  }

  /** One template, whatever its name. */
  private static final class PageTemplate implements TemplateReader {
    @Override
    public Optional<String> read(String path) {
      return Optional.of("{{TASK_NAME}}");
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of("page.mustache");
    }
  }
}
