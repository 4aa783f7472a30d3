/**
 * The Mesos v1 vocabulary as records: offers, resources, reservations, operations, task infos,
 * statuses, calls and events.
 *
 * <p>Entry type: {@code MesosEvent}. May use {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.mesos;

import org.jspecify.annotations.NullMarked;
