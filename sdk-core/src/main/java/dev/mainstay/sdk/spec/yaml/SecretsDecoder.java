package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.SecretSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code secrets}: by name. One without a variable and a file becomes a file named as its path. */
final class SecretsDecoder {

  /** As dcos-commons has it: no leading slash. */
  private static final Pattern FILE = Pattern.compile("[.a-zA-Z0-9][.a-zA-Z0-9_/\\\\-]*");

  private SecretsDecoder() {}

  static ImmutableList<SecretSpec> decode(Field field) {
    ImmutableList.Builder<SecretSpec> secrets = ImmutableList.builder();
    String remedy = "give it 'secret', the path in the secret store";
    for (Entries.Entry entry : Entries.of(field, "secret", remedy)) {
      secrets.add(secret(entry.name(), entry.fields()));
    }
    return secrets.build();
  }

  private static SecretSpec secret(String name, Fields fields) {
    Field pathField = fields.field("secret");
    String path = pathField.filledText().required("say its path in the secret store");
    String envKey = fields.field("env-key").textOrBlank();
    Field fileField = fields.field("file");
    String file = fileField.textOrBlank();
    fields.finish();
    if (file != null) {
      check(file, fileField, "use letters, digits, '.', '-', '_' and '/', and no '/' first");
    } else if (envKey == null && !path.isEmpty()) {
      check(
          path,
          pathField,
          "say with 'file' how the file is called, or with 'env-key' which variable takes the secret");
    }
    return new SecretSpec(name, path, envKey, file);
  }

  private static void check(@Nullable String file, Field field, String remedy) {
    if (file != null && !FILE.matcher(file).matches()) {
      field.error("'" + file + "' cannot be a file in the sandbox", remedy);
    }
  }
}
