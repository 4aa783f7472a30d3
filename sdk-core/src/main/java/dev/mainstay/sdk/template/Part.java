package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;

/** A part of a parsed template. */
sealed interface Part {

  void accept(Visitor visitor);

  /** Text that is copied, from one offset of the template to another. */
  record Literal(int start, int end) implements Part {
    @Override
    public void accept(Visitor visitor) {
      visitor.literal(this);
    }
  }

  /** A variable. */
  record Variable(Tag tag) implements Part {
    @Override
    public void accept(Visitor visitor) {
      visitor.variable(this);
    }
  }

  /** A section, or an inverted one. */
  record Section(Tag tag, boolean inverted, ImmutableList<Part> parts) implements Part {
    @Override
    public void accept(Visitor visitor) {
      visitor.section(this);
    }
  }

  /** One case for each kind. */
  interface Visitor {
    void literal(Literal literal);

    void variable(Variable variable);

    void section(Section section);
  }
}
