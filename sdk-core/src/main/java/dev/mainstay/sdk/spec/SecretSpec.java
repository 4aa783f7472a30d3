package dev.mainstay.sdk.spec;

import org.jspecify.annotations.Nullable;

/**
 * A secret of the cluster's secret store, given to all tasks of a pod.
 *
 * @param name as the YAML calls it
 * @param path in the secret store
 * @param envKey environment variable that carries it, absent for none
 * @param file in the sandbox that holds it, absent for none
 */
public record SecretSpec(
    @SpecKey.Name(about = "The secret's name in the spec.", example = "password") String name,
    @SpecKey(
            value = "secret",
            about = "The secret's path in the secret store.",
            standard = SpecKey.REQUIRED,
            example = "kafka/password")
        String path,
    @SpecKey(
            value = "env-key",
            about = "The environment variable that carries it.",
            standard = "none",
            example = "PASSWORD")
        @Nullable String envKey,
    @SpecKey(
            value = "file",
            about = "The file in the sandbox that holds it.",
            standard = "none",
            example = "secrets/password")
        @Nullable String file) {

  public SecretSpec {
    if (envKey == null && file == null) {
      file = path;
    }
  }
}
