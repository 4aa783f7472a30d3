package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;

/**
 * A decided launch.
 *
 * @param record the pod with its new holdings and tasks; with an error and unchanged otherwise when
 *     the launch cannot be made (a template that does not render)
 * @param operations for the ACCEPT, in order; empty with an error
 * @param released what the pod gives up by these operations; empty with an error
 */
public record PodLaunch(
    PodRecord record,
    ImmutableList<Operation> operations,
    ImmutableList<ReleasedRecord> released) {}
