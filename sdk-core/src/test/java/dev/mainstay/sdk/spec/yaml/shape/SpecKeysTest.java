package dev.mainstay.sdk.spec.yaml.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mainstay.sdk.spec.SpecKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the records say of each key. */
final class SpecKeysTest {

  /** Every key of every kind of object. */
  static Stream<Named<Key>> keys() {
    return Shapes.objects().values().stream()
        .flatMap(
            object ->
                object.keys().stream()
                    .map(
                        key -> Named.of(object.name() + ": " + String.join(".", key.path()), key)));
  }

  /** What each kind of object that has a name says of it. */
  static Stream<SpecKey.Name> names() {
    return Shapes.objects().values().stream()
        .flatMap(object -> Stream.ofNullable(object.labelAbout()));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_key_says_what_it_is_what_holds_without_it_and_gives_an_example(Key key) {
    assertThat(key.about()).as("description").isNotBlank().endsWith(".");
    assertThat(key.standard()).as("what holds when the key is absent").isNotBlank();
    assertThat(key.example()).as("example").isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void an_example_is_right_as_it_stands(Key key) {
    Definitions definitions = new Definitions();
    ObjectNode schema = key.schema(definitions);
    schema.set("$defs", definitions.all());
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(Examples.parse(key.example())))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_name_says_what_it_names(SpecKey.Name name) {
    assertThat(name.about()).as("description").isNotBlank().endsWith(".");
    assertThat(name.example()).as("example").isNotBlank();
  }
}
