package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableSet;
import java.util.List;

/** Collects the names that a template asks for. */
final class TagNames implements Part.Visitor {

  private final ImmutableSet.Builder<String> names = ImmutableSet.builder();

  private TagNames() {}

  static ImmutableSet<String> of(List<Part> parts) {
    TagNames visitor = new TagNames();
    visitor.visit(parts);
    return visitor.names.build();
  }

  private void visit(List<Part> parts) {
    parts.forEach(part -> part.accept(this));
  }

  @Override
  public void literal(Part.Literal literal) {
    // names nothing
  }

  @Override
  public void variable(Part.Variable variable) {
    add(variable.tag().name());
  }

  @Override
  public void section(Part.Section section) {
    add(section.tag().name());
    visit(section.parts());
  }

  private void add(String name) {
    names.add(name);
    int dot = name.indexOf('.');
    if (dot > 0) {
      names.add(name.substring(0, dot));
    }
  }
}
