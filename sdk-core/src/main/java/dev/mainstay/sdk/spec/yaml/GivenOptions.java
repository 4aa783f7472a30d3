package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an operator gives to a service beside its spec, as on the command line.
 *
 * @param optionsFile of {@code --options}
 * @param settings of {@code --set}, each {@code path.to.option=value}
 * @param inherited the process's own environment, with {@code --env-inherit}; else empty
 * @param environmentFile of {@code --env-file}
 * @param variables of {@code --env}, each {@code KEY=VALUE}
 */
public record GivenOptions(
    @Nullable Path optionsFile,
    ImmutableList<String> settings,
    ImmutableMap<String, String> inherited,
    @Nullable Path environmentFile,
    ImmutableList<String> variables) {

  /** Nothing given: every option has its default. */
  public static GivenOptions none() {
    return new GivenOptions(null, ImmutableList.of(), ImmutableMap.of(), null, ImmutableList.of());
  }
}
