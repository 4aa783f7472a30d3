package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.Unavailability;

/** Machines that are planned to be away at one time. */
public record MaintenanceWindow(ImmutableList<MachineId> machines, Unavailability unavailability) {}
