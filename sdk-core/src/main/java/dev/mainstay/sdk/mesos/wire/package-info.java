/**
 * The only place of protobuf: translates between the records and the Mesos v1 messages, and speaks
 * RecordIO, HTTP and master detection.
 *
 * <p>Entry type: {@code MesosClient}. May use {@code mesos} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.mesos.wire;

import org.jspecify.annotations.NullMarked;
