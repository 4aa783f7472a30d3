package dev.mainstay.sdk.mesos;

import org.jspecify.annotations.Nullable;

/** A variable of a command's environment; exactly one of value and secret is given. */
public record EnvironmentVariable(String name, @Nullable String value, @Nullable Secret secret) {

  public static EnvironmentVariable of(String name, String value) {
    return new EnvironmentVariable(name, value, null);
  }
}
