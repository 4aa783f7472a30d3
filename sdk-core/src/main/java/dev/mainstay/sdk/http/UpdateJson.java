package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.UpdateRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a change: {@code {"options": {…}, "set": {"broker.count": "4"}, "env": {"KEY":
 * "value"}, "spec": "…", "file": "svc.yml", "folder": "…", "templates": {path: text}, "package":
 * {"config.json": text}, "unset": ["broker.heap", "KEY"]}}, at least one of them; or {@code
 * {"rollback": true}}, {@code {"rollback": "<id>"}}.
 */
final class UpdateJson {

  private static final String ROLLBACK = "rollback";
  private static final ImmutableSet<String> FIELDS =
      ImmutableSet.of(
          "options",
          "set",
          "env",
          "unset",
          "spec",
          "file",
          "folder",
          "templates",
          "package",
          ROLLBACK);

  private final JsonNode root;

  private UpdateJson(JsonNode root) {
    this.root = root;
  }

  /** Throws {@link IllegalArgumentException} that names the field which is wrong. */
  static UpdateJson of(String body) {
    JsonNode root = ApiJson.parse(body.isBlank() ? "{}" : body);
    if (!root.isObject()) {
      throw new IllegalArgumentException("the body is no JSON object; write {\"set\": {…}}");
    }
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        String hint = Spelling.hint(name, FIELDS);
        throw new IllegalArgumentException(
            "unknown field '%s'; %s"
                .formatted(
                    name, hint.isEmpty() ? "there are: " + String.join(", ", FIELDS) : hint));
      }
    }
    if (root.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to change is given; write {\"set\": {\"OPTION\": \"VALUE\"}}, or one of the fields "
              + String.join(", ", FIELDS));
    }
    if (root.has(ROLLBACK)) {
      requireRollback(root);
    }
    return new UpdateJson(root);
  }

  private static void requireRollback(JsonNode root) {
    JsonNode rollback = root.path(ROLLBACK);
    boolean named = rollback.isTextual() && !rollback.asText().isBlank();
    if (!named && !(rollback.isBoolean() && rollback.asBoolean())) {
      throw new IllegalArgumentException(
          "field 'rollback' should be true, or the id of a configuration, not " + rollback);
    }
    if (root.size() > 1) {
      throw new IllegalArgumentException(
          "field 'rollback' stands alone: an earlier configuration is taken as it was");
    }
  }

  boolean isRollback() {
    return root.has(ROLLBACK);
  }

  /** The id that is asked for; absent for the one that was rolled out last. */
  @Nullable String rollbackTo() {
    JsonNode rollback = root.path(ROLLBACK);
    return rollback.isTextual() ? rollback.asText() : null;
  }

  /** Throws {@link IllegalArgumentException} that names the field which is wrong. */
  UpdateRequest request() {
    JsonNode options = root.path("options");
    if (!options.isMissingNode() && !options.isObject()) {
      throw new IllegalArgumentException("field 'options' is no JSON object");
    }
    String spec = text("spec");
    ImmutableMap<String, String> templates = texts("templates");
    ImmutableMap<String, String> packaging = texts("package");
    String folder = text("folder");
    if (spec == null && !(templates.isEmpty() && packaging.isEmpty() && folder == null)) {
      throw new IllegalArgumentException(
          "fields 'templates', 'package' and 'folder' go with 'spec', which is missing");
    }
    String file = text("file");
    return new UpdateRequest(
        options.isMissingNode() ? null : options.toString(),
        texts("set").entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(ImmutableList.toImmutableList()),
        ImmutableSortedMap.copyOf(texts("env")),
        spec == null
            ? null
            : new UpdateRequest.Files(
                file == null ? "svc.yml" : file,
                spec,
                folder,
                templates,
                ImmutableSortedMap.copyOf(packaging)),
        unset());
  }

  private ImmutableSet<String> unset() {
    JsonNode names = root.path("unset");
    ImmutableSet.Builder<String> unset = ImmutableSet.builder();
    if (!names.isMissingNode() && !names.isArray()) {
      throw new IllegalArgumentException("field 'unset' is no list of names");
    }
    for (JsonNode name : names) {
      if (!name.isTextual() || name.asText().isBlank()) {
        throw new IllegalArgumentException("field 'unset': " + name + " is no name");
      }
      unset.add(name.asText());
    }
    return unset.build();
  }

  private @Nullable String text(String field) {
    JsonNode value = root.path(field);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException("field '" + field + "' is no text");
    }
    return value.asText();
  }

  /** Values that are objects or lists, as options may be, are their JSON. */
  private ImmutableMap<String, String> texts(String field) {
    JsonNode value = root.path(field);
    if (value.isMissingNode()) {
      return ImmutableMap.of();
    }
    if (!value.isObject()) {
      throw new IllegalArgumentException("field '" + field + "' is no JSON object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      JsonNode one = entry.getValue();
      if (one.isNull()) {
        throw new IllegalArgumentException(
            "field '%s': '%s' is null; give a value, or name it in 'unset'"
                .formatted(field, entry.getKey()));
      }
      texts.put(entry.getKey(), one.isContainerNode() ? one.toString() : one.asText());
    }
    return ImmutableMap.copyOf(texts);
  }
}
