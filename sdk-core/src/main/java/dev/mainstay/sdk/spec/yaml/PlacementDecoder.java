package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlacementConflicts;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlacementRule.Counted;
import dev.mainstay.sdk.spec.PlacementRules;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;

/**
 * {@code placement}: a rule, or a list of rules that must all hold. A rule is Marathon's
 * constraints as a text, see {@link PlacementParser}, or an object of one key that says what text
 * cannot: {@code colocate-with}, {@code avoid}, {@code agents}, {@code not}, {@code any-of}, or
 * {@code constraint} with {@code counting}.
 */
final class PlacementDecoder {

  private static final ImmutableList<String> KINDS =
      ImmutableList.of("constraint", "colocate-with", "avoid", "agents", "not", "any-of");

  /** Of {@code counting}; no pod type can be called so. */
  private static final String EVERY_POD = "every pod";

  private final ImmutableSet<String> podTypes;
  private final String serviceRegion;

  /**
   * The placements of a service's pods.
   *
   * @param podTypes all that the service has
   * @param serviceRegion where pods are whose placement names no region; blank for anywhere
   */
  PlacementDecoder(ImmutableSet<String> podTypes, String serviceRegion) {
    this.podTypes = podTypes;
    this.serviceRegion = serviceRegion;
  }

  /**
   * Empty for anywhere, and when the log says what is wrong.
   *
   * @param count instances of the pod, to see whether the rules leave room for them
   */
  Optional<PlacementRule> decode(Field field, int count) {
    Optional<PlacementRule> written =
        rule(field).filter(rule -> !rule.equals(PlacementRules.allOf()));
    written.ifPresent(
        rule ->
            PlacementConflicts.of(rule, count)
                .forEach(conflict -> field.warning(conflict.what(), conflict.remedy())));
    return serviceRegion.isEmpty()
            || written.filter(rule -> rule.fields().contains(PlacementRule.REGION)).isPresent()
        ? written
        : Optional.of(inRegion(written));
  }

  private PlacementRule inRegion(Optional<PlacementRule> written) {
    ImmutableList.Builder<PlacementRule> rules =
        ImmutableList.<PlacementRule>builder().add(PlacementRules.region().is(serviceRegion));
    written.ifPresent(
        rule -> {
          if (rule instanceof PlacementRule.And and) {
            rules.addAll(and.rules());
          } else {
            rules.add(rule);
          }
        });
    return PlacementRules.allOf(rules.build());
  }

  private Optional<PlacementRule> rule(Field field) {
    if (PlacementRows.isUnquoted(field.node())) {
      field.error(
          "a constraint is a text, this is a list",
          "put it in quotes: " + PlacementRows.quoted(field.node()));
      return Optional.empty();
    }
    if (field.isList()) {
      return Optional.of(PlacementRules.allOf(rules(field)));
    }
    return field.isMapping()
        ? field.mapping().flatMap(fields -> object(field, fields))
        : new PlacementParser(field).parse();
  }

  private ImmutableList<PlacementRule> rules(Field list) {
    ImmutableList.Builder<PlacementRule> rules = ImmutableList.builder();
    for (Field item : list.items()) {
      if (item.isAbsent()) {
        item.error("the rule is empty", "write one such as hostname:UNIQUE, or take it away");
      } else {
        rule(item).ifPresent(rules::add);
      }
    }
    return rules.build();
  }

  private Optional<PlacementRule> object(Field field, Fields fields) {
    ImmutableList<String> given =
        KINDS.stream().filter(fields::has).collect(ImmutableList.toImmutableList());
    Field counting = fields.field("counting");
    boolean isStrange =
        fields.keys().stream().anyMatch(key -> !KINDS.contains(key) && !key.equals("counting"));
    if (given.isEmpty() && !isStrange) {
      field.error("the rule says nothing", "write one of " + String.join(", ", KINDS));
    } else if (given.size() > 1) {
      field.error(
          "'%s' and '%s' in one rule".formatted(given.get(0), given.get(1)),
          "write each behind a '-' of its own, or below 'any-of'");
    }
    Optional<PlacementRule> rule =
        given.isEmpty()
            ? Optional.empty()
            : kind(given.get(0), fields.field(given.get(0)), counting);
    if (!given.contains("constraint") && !given.isEmpty() && !counting.isAbsent()) {
      counting.error("only a 'constraint' counts pods", "take it away");
    }
    fields.finish();
    return rule;
  }

  private Optional<PlacementRule> kind(String kind, Field field, Field counting) {
    return switch (kind) {
      case "constraint" -> constraint(field, counting);
      case "colocate-with" -> podType(field).map(PlacementRules::colocateWith);
      case "avoid" -> podType(field).map(PlacementRules::avoid);
      case "agents" -> agents(field);
      case "not" -> rule(field).map(PlacementRules::not);
      case "any-of" -> anyOf(field);
      default -> throw new IllegalStateException("no rule is of kind " + kind);
    };
  }

  private Optional<PlacementRule> constraint(Field field, Field counting) {
    Optional<PlacementRule> rule = new PlacementParser(field).parse();
    if (counting.isAbsent() || rule.isEmpty()) {
      return rule;
    }
    Optional<Counted> counted =
        counting.says(EVERY_POD)
            ? Optional.of(Counted.EVERY_POD)
            : podType(counting).map(Counted.OfType::new);
    Optional<PlacementRule> result =
        counted.flatMap(pods -> rule.flatMap(written -> counting(written, pods)));
    if (counted.isPresent() && result.isEmpty()) {
      counting.error(
          "not every row of the constraint counts pods",
          "UNIQUE, MAX_PER and GROUP_BY do: write others behind a '-' of their own");
    }
    return result;
  }

  /** The rule with other pods counted; empty when a part of it counts none. */
  private static Optional<PlacementRule> counting(PlacementRule rule, Counted counted) {
    if (rule instanceof PlacementRule.MaxPer limit) {
      return Optional.of(new PlacementRule.MaxPer(limit.field(), limit.max(), counted));
    }
    if (rule instanceof PlacementRule.GroupBy group) {
      return Optional.of(new PlacementRule.GroupBy(group.field(), group.values(), counted));
    }
    if (!(rule instanceof PlacementRule.And and)) {
      return Optional.empty();
    }
    ImmutableList<PlacementRule> parts =
        and.rules().stream()
            .flatMap(part -> counting(part, counted).stream())
            .collect(ImmutableList.toImmutableList());
    return parts.size() == and.rules().size()
        ? Optional.of(PlacementRules.allOf(parts))
        : Optional.empty();
  }

  /** One that is there: a rule about another would never come to hold. */
  private Optional<String> podType(Field field) {
    Optional<String> type = field.filledText().optional();
    if (type.isPresent() && !podTypes.contains(type.get())) {
      String hint = Spelling.hint(type.get(), podTypes);
      field.error(
          "the service has no pod type '" + type.get() + "'",
          hint.isEmpty() ? "write one of " + String.join(", ", podTypes) : hint);
      return Optional.empty();
    }
    return type;
  }

  private static Optional<PlacementRule> agents(Field field) {
    if (field.isList() && field.items().isEmpty()) {
      field.error("no agent is named, so none may be chosen", "write the ids of agents");
    }
    ImmutableList.Builder<PlacementRule> agents = ImmutableList.builder();
    for (Field item : field.items()) {
      if (item.isAbsent()) {
        item.error("the agent's id is empty", "write one, or take it away");
      }
      item.filledText()
          .optional()
          .ifPresent(id -> agents.add(new PlacementRule.OnAgent(new AgentId(id))));
    }
    return any(agents.build());
  }

  private Optional<PlacementRule> anyOf(Field field) {
    if (field.isList() && field.items().isEmpty()) {
      field.error("any of no rules allows no agent", "write at least two");
    }
    return any(rules(field));
  }

  private static Optional<PlacementRule> any(ImmutableList<PlacementRule> rules) {
    return rules.isEmpty() ? Optional.empty() : Optional.of(PlacementRules.anyOf(rules));
  }
}
