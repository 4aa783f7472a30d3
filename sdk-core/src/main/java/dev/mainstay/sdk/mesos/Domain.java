package dev.mainstay.sdk.mesos;

/** The fault domain of an agent. */
public record Domain(String region, String zone) {}
