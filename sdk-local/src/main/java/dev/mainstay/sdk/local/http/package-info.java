/**
 * The Mesos v1 HTTP API of the embedded master and agents; the only place of protobuf in this
 * module.
 *
 * <p>Entry type: {@code MasterHttpServer}. May use {@code model} and {@code process}.
 */
@NullMarked
package dev.mainstay.sdk.local.http;

import org.jspecify.annotations.NullMarked;
