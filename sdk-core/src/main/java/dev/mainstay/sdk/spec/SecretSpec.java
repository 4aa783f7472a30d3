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
    String name, String path, @Nullable String envKey, @Nullable String file) {}
