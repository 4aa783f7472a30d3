package dev.mainstay.sdk.spec.yaml.shape;

/** The reference of {@code svc.yml} as Markdown: each kind of object with its keys. */
public final class SpecReference {

  private static final String HEAD =
      """
      # Reference of `svc.yml`

      Each kind of object with its keys. Made from the records of `dev.mainstay.sdk.spec`; the same
      source gives `mainstay schema`, with which an editor completes and checks a spec
      ([editors.md](editors.md)).

      A key with nothing behind it counts as absent. A number or a boolean may stand in quotes, and
      every value may come from a mustache tag: `count: {{BROKER_COUNT}}`
      ([options-and-templates.md](options-and-templates.md)).
      """;

  private SpecReference() {}

  /** The whole text. */
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    Shapes.objects().values().forEach(object -> add(object, text));
    return text.toString();
  }

  private static void add(ObjectShape object, StringBuilder text) {
    text.append("\n## ").append(object.name()).append("\n\n");
    if (object.labelAbout() != null) {
      text.append("Its key: ")
          .append(object.labelAbout().about())
          .append(" Example: `")
          .append(object.labelAbout().example())
          .append("`\n\n");
    }
    object
        .groups()
        .forEach(
            (group, about) ->
                text.append('`').append(group).append("`: ").append(about).append("\n\n"));
    text.append("| key | value | default | meaning | example |\n|---|---|---|---|---|\n");
    for (Key key : object.keys()) {
      row(
          text,
          "`" + String.join(".", key.path()) + "`",
          key.shape().words(),
          key.required() ? "**required**" : key.standardText(),
          key.about(),
          "`" + key.example() + "`");
    }
    if (!object.legacy().isEmpty()) {
      text.append("\nOld keys that are still read:\n\n");
      object
          .legacy()
          .forEach(
              (key, instead) ->
                  text.append("- `").append(key).append("`: ").append(instead).append('\n'));
    }
  }

  private static void row(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    text.append("|\n");
  }
}
