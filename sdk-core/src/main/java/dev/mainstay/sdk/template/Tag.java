package dev.mainstay.sdk.template;

/**
 * A tag of a template, as scanned.
 *
 * @param name without blanks and sigil
 * @param start offset of its first brace
 * @param end offset behind its last brace
 */
record Tag(Kind kind, String name, int start, int end) {

  /** What a tag does. */
  enum Kind {
    VARIABLE,
    SECTION,
    INVERTED,
    CLOSE,
    COMMENT,
    DELIMITERS
  }

  /** Gives no text itself, so that a line with nothing else on it is no line of the result. */
  boolean isSilent() {
    return kind != Kind.VARIABLE;
  }
}
