package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.UriSpec;
import java.util.List;

/** Values whose YAML does not follow from their type. */
enum SpecialShape implements Shape {
  /** {@link PlacementRule}: Marathon's constraints, objects of other rules, lists of both. */
  PLACEMENT("text: Marathon's constraints; or [placement-rule](#placement-rule); or list of both"),
  /** {@link UriSpec}: its address when it is fetched as by default, else an object. */
  URI("text or [uri](#uri)"),
  /** {@link ResourceLimitsSpec.Limit}: a number or {@code unlimited}. */
  LIMIT("number or `unlimited`"),
  /** {@link RolloutSpec.MaxUnavailable}: a number or a percentage. */
  SHARE("whole number, or percentage such as `25%`"),
  /** {@link StepSpec}: an object of one key, and {@code depends-on}. */
  STEP(
      "object of one key, an instance's index or `default`, to a list of lists of tasks; and `depends-on`, a list of instances"),
  /** {@link PortRanges}: a list of objects. */
  RANGES("list of objects `{begin, end}`");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String UNLIMITED = "unlimited";
  private static final String DEPENDS_ON = "depends-on";
  private static final int HIGHEST_PORT = 65535;

  private final String words;

  SpecialShape(String words) {
    this.words = words;
  }

  @Override
  public ObjectNode schema(Definitions definitions) {
    return switch (this) {
      case PLACEMENT -> definitions.reference("placement", () -> placement(definitions));
      case URI ->
          Definitions.anyOf(
              Definitions.orNothing(ScalarShape.TEXT.schema(definitions)),
              uri().schema(definitions));
      case LIMIT ->
          definitions.orTag(
              ScalarShape.NUMBER.schema(definitions),
              Definitions.text("^\\s*" + ChoiceShape.anyCase(UNLIMITED)));
      case SHARE ->
          definitions.orTag(
              Definitions.ofType("integer").put("minimum", 1),
              Definitions.text("^\\s*[0-9]+ ?%?\\s*$"));
      case STEP -> definitions.reference("step", () -> step(definitions));
      case RANGES -> Definitions.listOf(definitions.reference("range", () -> range(definitions)));
    };
  }

  private static ObjectNode placement(Definitions definitions) {
    ObjectNode rule = rule().schema(definitions).put("minProperties", 1).put("maxProperties", 2);
    ObjectNode again = definitions.reference("placement", NODES::objectNode);
    return Definitions.anyOf(ScalarShape.TEXT.schema(definitions), rule, Definitions.listOf(again));
  }

  private static ObjectShape rule() {
    return Shapes.ofRecord(PlacementRuleSpec.class);
  }

  private static ObjectNode step(Definitions definitions) {
    ObjectNode tasks = ScalarShape.TEXT.schema(definitions);
    ObjectNode steps = Definitions.listOf(Definitions.anyOf(tasks, Definitions.listOf(tasks)));
    ObjectNode step = Definitions.objectOf(Definitions.orNothing(steps)).put("maxProperties", 2);
    ObjectNode dependsOn =
        Definitions.orNothing(Definitions.listOf(ScalarShape.WHOLE_NUMBER.schema(definitions)));
    dependsOn.put(
        "description",
        "Instances whose steps have to be complete before, in a phase of strategy `dependency`.");
    step.putObject("properties").set(DEPENDS_ON, dependsOn);
    step.set("propertyNames", Definitions.text("^(?:default|depends-on|[0-9]+)$|\\{"));
    return step;
  }

  private static ObjectNode range(Definitions definitions) {
    ObjectNode range = Definitions.ofType("object").put("additionalProperties", false);
    ObjectNode properties = range.putObject("properties");
    for (String end : List.of("begin", "end")) {
      ObjectNode number = Definitions.orNothing(ScalarShape.WHOLE_NUMBER.schema(definitions));
      boolean isBegin = end.equals("begin");
      number.put(
          "description",
          (isBegin ? "The lowest port." : "The highest port.")
              + "\n\nDefault: `"
              + (isBegin ? 0 : HIGHEST_PORT)
              + "`");
      properties.set(end, number);
    }
    return range;
  }

  @Override
  public JsonNode written(Object value) {
    return switch (this) {
      case PLACEMENT -> new PlacementTree(rule()).write((PlacementRule) value);
      case URI -> uri((UriSpec) value);
      case LIMIT ->
          ((ResourceLimitsSpec.Limit) value)
              .accept(
                  new ResourceLimitsSpec.Visitor<JsonNode>() {
                    @Override
                    public JsonNode unlimited(ResourceLimitsSpec.Unlimited limit) {
                      return NODES.textNode(UNLIMITED);
                    }

                    @Override
                    public JsonNode upTo(ResourceLimitsSpec.UpTo limit) {
                      return ScalarShape.NUMBER.written(limit.amount());
                    }
                  });
      case SHARE -> share((RolloutSpec.MaxUnavailable) value);
      case STEP -> step((StepSpec) value);
      case RANGES -> ranges((PortRanges) value);
    };
  }

  private static ObjectShape uri() {
    return Shapes.ofRecord(UriSpec.class);
  }

  private static JsonNode uri(UriSpec uri) {
    return uri.equals(UriSpec.of(uri.value())) ? NODES.textNode(uri.value()) : uri().written(uri);
  }

  private static JsonNode share(RolloutSpec.MaxUnavailable share) {
    return share.percent() ? NODES.textNode(share.toString()) : NODES.numberNode(share.number());
  }

  private static ObjectNode step(StepSpec step) {
    ObjectNode node = NODES.objectNode();
    ArrayNode steps =
        node.putArray(
            step.index() == StepSpec.DEFAULT ? "default" : Integer.toString(step.index()));
    for (List<String> tasks : step.taskSteps()) {
      ArrayNode names = steps.addArray();
      tasks.forEach(names::add);
    }
    if (!step.dependsOn().isEmpty()) {
      ArrayNode dependsOn = node.putArray(DEPENDS_ON);
      step.dependsOn().forEach(dependsOn::add);
    }
    return node;
  }

  private static ArrayNode ranges(PortRanges ranges) {
    ArrayNode list = NODES.arrayNode();
    for (PortRanges.Range range : ranges.ranges()) {
      list.addObject().put("begin", range.begin()).put("end", range.end());
    }
    return list;
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public ImmutableList<ObjectShape> objects() {
    return switch (this) {
      case PLACEMENT -> ImmutableList.of(rule());
      case URI -> ImmutableList.of(uri());
      case LIMIT, SHARE, STEP, RANGES -> ImmutableList.of();
    };
  }
}
