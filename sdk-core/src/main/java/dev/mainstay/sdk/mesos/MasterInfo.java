package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The leading master, as it presents itself. */
public record MasterInfo(
    String id,
    Address address,
    @Nullable String pid,
    @Nullable String version,
    @Nullable Domain domain,
    ImmutableList<String> capabilities) {}
