package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class HelloWorldSpecTest {

  @Test
  void loads_with_default_options() {
    LoadedSpec loaded = load();

    assertThat(loaded.warnings()).isEmpty();
    ServiceSpec spec = loaded.spec();
    assertThat(spec.name()).isEqualTo("helloworld");
    assertThat(spec.user()).isNull();
    assertThat(pod(spec, "hello").count()).isEqualTo(1);
    assertThat(pod(spec, "world").count()).isEqualTo(2);
    assertThat(pod(spec, "hello").placement()).isNull();
  }

  @Test
  void loads_with_changed_options() {
    ServiceSpec spec =
        load(
                "service.name=greeter",
                "service.user=nobody",
                "hello.count=3",
                "hello.placement=[[\"hostname\", \"UNIQUE\"]]",
                "hello.cpus=0.25",
                "hello.allow-decommission=true",
                "world.greeting=Good \"day\"")
            .spec();

    assertThat(spec.name()).isEqualTo("greeter");
    assertThat(spec.user()).isEqualTo("nobody");
    PodSpec hello = pod(spec, "hello");
    assertThat(hello.count()).isEqualTo(3);
    assertThat(hello.placement()).isNotNull();
    assertThat(hello.resourceSetOf(hello.task("server")).cpus()).isEqualTo(Scalar.of(0.25));
    assertThat(hello.allowDecommission()).isTrue();
    assertThat(PodDefinition.launches(spec, "update", new PodId("hello", 0)))
        .containsExactly("server");
    assertThat(pod(spec, "world").task("server").env()).containsEntry("GREETING", "Good \"day\"");
  }

  @Test
  void refuses_an_option_that_does_not_exist_and_one_of_a_wrong_type() {
    assertThatThrownBy(() -> load("hello.cuont=3", "world.count=two"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("hello.cuont")
        .hasMessageContaining("world.count");
  }

  private static PodSpec pod(ServiceSpec spec, String type) {
    PodSpec pod = spec.pods().get(type);
    assertThat(pod).as(type).isNotNull();
    return pod;
  }

  private static LoadedSpec load(String... settings) {
    SpecSource source = SpecSource.at(Path.of("src/main/dist"));
    GivenOptions given =
        new GivenOptions(
            null, ImmutableList.copyOf(settings), ImmutableMap.of(), null, ImmutableList.of());
    return SpecLoader.load(source, ServiceEnvironment.of(source, given));
  }
}
