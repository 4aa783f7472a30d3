package dev.mainstay.sdk.local.http;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.OfferFilters;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;

/**
 * Checks the parts of a framework's description that our records do not hold: the failover timeout
 * as a number, offer filters and offer constraints. The words are those of
 * src/master/validation.cpp, src/common/validation.cpp and offer_constraints_filter.cpp.
 */
final class FrameworkOptionChecks {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Digits of a number that a C++ stream shows. */
  private static final int STREAM_PRECISION = 6;

  private FrameworkOptionChecks() {}

  /** Of the FrameworkInfo alone. */
  static Optional<String> problem(FrameworkInfo framework) {
    for (OfferFilters filters : framework.getOfferFiltersMap().values()) {
      for (OfferFilters.ResourceQuantities quantities :
          filters.getMinAllocatableResources().getQuantitiesList()) {
        Optional<String> problem = quantities(quantities);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    double nanos = framework.getFailoverTimeout() * NANOS_PER_SECOND;
    return nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE || Double.isNaN(nanos)
        ? Optional.of(
            "The framework failover_timeout ("
                + streamed(framework.getFailoverTimeout())
                + ") is invalid")
        : Optional.empty();
  }

  /** Of the constraints, against the framework's roles. */
  static Optional<String> problem(OfferConstraints constraints, FrameworkInfo framework) {
    Set<String> roles = roles(framework);
    for (String role : constraints.getRoleConstraintsMap().keySet()) {
      if (!roles.contains(role)) {
        return Optional.of(
            "Offer constraints specify `role_constraints` for a role '"
                + role
                + "'not contained in the set of roles");
      }
    }
    for (var entry : constraints.getRoleConstraintsMap().entrySet()) {
      Optional<String> problem = groups(entry.getKey(), entry.getValue().getGroupsList());
      if (problem.isPresent()) {
        return problem.map(text -> "Offer constraints are not valid: " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> quantities(OfferFilters.ResourceQuantities quantities) {
    if (quantities.getQuantitiesMap().isEmpty()) {
      return Optional.of("Resource quantities must contain at least one quantity");
    }
    for (var entry : quantities.getQuantitiesMap().entrySet()) {
      Optional<String> problem = quantity(entry.getValue());
      if (problem.isPresent()) {
        return problem.map(
            text -> "Invalid resource quantity for '" + entry.getKey() + "': " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> quantity(Value.Scalar scalar) {
    double value = scalar.getValue();
    if (Double.isInfinite(value)) {
      return Optional.of("Infinite values not supported");
    }
    if (Double.isNaN(value)) {
      return Optional.of("NaN not supported");
    }
    if (value != 0 && Math.abs(value) < Double.MIN_NORMAL) {
      return Optional.of("Subnormal values not supported");
    }
    return value < 0 ? Optional.of("Negative values not supported") : Optional.empty();
  }

  private static Optional<String> groups(
      String role, List<OfferConstraints.RoleConstraints.Group> groups) {
    if (groups.isEmpty()) {
      return Optional.of(
          "'OfferConstraints::role_constraints' has an empty"
              + " 'RoleConstraints::groups' for role "
              + role);
    }
    for (OfferConstraints.RoleConstraints.Group group : groups) {
      if (group.getAttributeConstraintsCount() == 0) {
        return Optional.of(
            "'OfferConstraints::RoleConstraints::groups' for role "
                + role
                + "contains an empty RoleConstraints::Group");
      }
      for (AttributeConstraint constraint : group.getAttributeConstraintsList()) {
        Optional<String> problem = constraint(constraint);
        if (problem.isPresent()) {
          return problem.map(
              text -> "A role " + role + " has an invalid 'AttributeConstraint': " + text);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> constraint(AttributeConstraint constraint) {
    AttributeConstraint.Selector selector = constraint.getSelector();
    if (!selector.hasAttributeName() && !selector.hasPseudoattributeType()) {
      return Optional.of(
          "Exactly one of 'AttributeConstraint::Selector::name' or"
              + " 'AttributeConstraint::Selector::pseudoattribute_type' must be set");
    }
    if (selector.hasPseudoattributeType()
        && selector.getPseudoattributeType()
            == AttributeConstraint.Selector.PseudoattributeType.UNKNOWN) {
      return Optional.of("Unknown pseudoattribute type");
    }
    AttributeConstraint.Predicate predicate = constraint.getPredicate();
    return switch (predicate.getPredicateCase()) {
      case TEXT_MATCHES -> regex(predicate.getTextMatches().getRegex());
      case TEXT_NOT_MATCHES -> regex(predicate.getTextNotMatches().getRegex());
      case EXISTS, NOT_EXISTS, TEXT_EQUALS, TEXT_NOT_EQUALS -> Optional.empty();
      case PREDICATE_NOT_SET -> Optional.of("Unknown predicate type");
    };
  }

  /** Named in RE2's words where a bracket is open; otherwise in Java's. */
  private static Optional<String> regex(String regex) {
    try {
      Pattern.compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      int bracket = regex.lastIndexOf('[');
      String problem =
          bracket >= 0 && regex.indexOf(']', bracket) < 0
              ? "missing ]: " + regex.substring(bracket)
              : regex.indexOf('(') >= 0 && e.getDescription().contains("Unclosed group")
                  ? "missing ): " + regex
                  : e.getDescription();
      return Optional.of("Failed to construct regex from pattern '" + regex + "': " + problem);
    }
  }

  @SuppressWarnings("deprecation")
  private static Set<String> roles(FrameworkInfo framework) {
    boolean multiRole =
        framework.getCapabilitiesList().stream()
            .anyMatch(one -> one.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    return multiRole ? new HashSet<>(framework.getRolesList()) : Set.of(framework.getRole());
  }

  /** A number as a C++ stream shows it: six digits, {@code 1e+30}. */
  static String streamed(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return Double.isNaN(value) ? "nan" : value == 0 ? "0" : value > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(STREAM_PRECISION, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < STREAM_PRECISION) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + (digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1))
        + (exponent < 0 ? "e-" : "e+")
        + String.format("%02d", Math.abs(exponent));
  }
}
