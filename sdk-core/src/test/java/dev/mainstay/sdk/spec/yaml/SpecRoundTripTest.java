package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlacementRules;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.PlanSpec.PhaseSpec;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.spec.yaml.shape.SpecWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A spec made in Java, its YAML, and the spec of that: the same. */
final class SpecRoundTripTest {

  @Example
  void a_service_made_in_java_loads_as_itself() {
    ServiceSpec spec = kiosk();
    LoadedSpec loaded = SpecLoader.load(SpecSource.of(spec), ImmutableMap.of());
    assertThat(loaded.spec()).isEqualTo(spec);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(SpecLoader.load(loaded.inputs()).spec()).as("as stored").isEqualTo(spec);
  }

  @Example
  void the_specs_of_our_frameworks_survive() {
    for (String framework : ImmutableList.of("helloworld", "kafka")) {
      SpecSource source = SpecSource.at(Path.of("../frameworks", framework, "src/main/dist"));
      ServiceSpec spec =
          SpecLoader.load(source, ServiceEnvironment.of(source, GivenOptions.none())).spec();
      assertThat(again(spec)).isEqualTo(spec);
    }
  }

  /** The specs that show what each field becomes in a launch: every field there is. */
  @Example
  void a_spec_with_any_field_survives() throws IOException, URISyntaxException {
    Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/launch/fields")).toURI());
    List<Path> specs;
    try (Stream<Path> files = Files.list(folder)) {
      specs = files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
    assertThat(specs).hasSizeGreaterThan(20);
    for (Path file : specs) {
      ServiceSpec spec =
          SpecLoader.load(file.toString(), Files.readString(file), ImmutableMap.of(), new Page())
              .spec();
      assertThat(again(spec))
          .as("%s as\n%s", file.getFileName(), SpecWriter.write(spec))
          .isEqualTo(spec);
    }
  }

  /** The same small template under every name. */
  private static final class Page implements TemplateReader {
    @Override
    public Optional<String> read(String path) {
      return Optional.of("page");
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of();
    }
  }

  @Property(tries = 500)
  void what_is_written_is_read_as_the_same(@ForAll("services") ServiceSpec spec) {
    assertThat(again(spec)).as(SpecWriter.write(spec)).isEqualTo(spec);
    assertThat(SpecWriter.write(again(spec))).isEqualTo(SpecWriter.write(spec));
  }

  @Example
  void a_mistake_of_java_is_told_as_one_of_yaml() {
    ServiceSpec spec =
        ServiceSpec.builder("kiosk")
            .pod(PodSpec.builder("booth_").task(TaskSpec.builder("server").cmd("./serve")))
            .build();
    assertThatThrownBy(() -> SpecLoader.load(SpecSource.of(spec), ImmutableMap.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("booth_");
  }

  private static ServiceSpec again(ServiceSpec spec) {
    return SpecLoader.load(SpecSource.of(spec), ImmutableMap.of()).spec();
  }

  private static ServiceSpec kiosk() {
    return ServiceSpec.builder("shops/kiosk")
        .user("nobody")
        .scheduler(new ServiceSpec.SchedulerSpec("kiosk-principal", null, "http://kiosk.example"))
        .pod(
            PodSpec.builder("booth")
                .count(3)
                .uri("https://example.com/booth.tar.gz")
                .placement(
                    PlacementRules.allOf(
                        PlacementRules.hostname().maxPer(1), PlacementRules.zone().groupBy(3)))
                .volume(
                    new VolumeSpec(
                        "shared", VolumeSpec.Kind.ROOT, Scalar.of(64L), ImmutableList.of()))
                .resourceSet(ResourceSetSpec.builder("tools").cpus(0.1).memory(32).build())
                .task(
                    TaskSpec.builder("server")
                        .cmd("set -e\n./serve --price {{PRICE}} \\\n  --port $PORT_HTTP\n")
                        .env("JAVA_OPTS", "-Xmx64m")
                        .env("EMPTY", "")
                        .env("NUMBER", "007")
                        .config(
                            new TaskSpec.ConfigSpec(
                                "main", "main.mustache", "conf/main", "port={{PORT_HTTP}}"))
                        .label("team", "sales")
                        .resources(
                            own ->
                                own.cpus(1.5)
                                    .memory(512)
                                    .port(
                                        new PortSpec(
                                            "http",
                                            0,
                                            null,
                                            true,
                                            PortRanges.of(8000, 8100),
                                            new PortSpec.Vip("web", 80))))
                        .killGracePeriod(Duration.ofSeconds(30)))
                .task(
                    TaskSpec.builder("clean")
                        .goal(TaskSpec.Goal.ONCE)
                        .notEssential()
                        .cmd("./clean")
                        .resourceSet("tools"))
                .allowDecommission())
        .plan(
            new PlanSpec(
                "deploy",
                StrategyKind.SERIAL,
                ImmutableMap.of(
                    "booths",
                    new PhaseSpec(
                        "booths",
                        "booth",
                        StrategyKind.PARALLEL,
                        ImmutableList.of(
                            new StepSpec(
                                StepSpec.DEFAULT,
                                ImmutableList.of(
                                    ImmutableList.of("clean"), ImmutableList.of("server"))))))))
        .plan(
            new PlanSpec(
                "sweep",
                StrategyKind.SERIAL,
                ImmutableMap.of(
                    "booths",
                    new PhaseSpec(
                        "booths",
                        "booth",
                        StrategyKind.SERIAL,
                        ImmutableList.of(
                            new StepSpec(
                                StepSpec.DEFAULT, ImmutableList.of(ImmutableList.of("clean")))))),
                ImmutableMap.of(
                    "DEPTH",
                    new ParameterSpec("DEPTH", "In floors.", false, "007", "[0-9]+"),
                    "WITH",
                    new ParameterSpec("WITH", null, true, null, null),
                    "NOTE",
                    new ParameterSpec("NOTE", null, false, "", null),
                    "MORE",
                    new ParameterSpec("MORE", null, false, null, null))))
        .build();
  }

  @Provide
  static Arbitrary<ServiceSpec> services() {
    return Arbitraries.randomValue(GeneratedSpec::of);
  }
}
