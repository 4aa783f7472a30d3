package dev.mainstay.sdk.mesos;

import org.jspecify.annotations.Nullable;

/** Where a master or an agent listens; the ip is a literal, the host name need not resolve. */
public record Address(@Nullable String hostname, @Nullable String ip, int port) {}
