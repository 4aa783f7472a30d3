package dev.mainstay.sdk.mesos.wire;

import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.MasterInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stream that was opened.
 *
 * @param frameworkId ours from now on
 * @param heartbeatInterval how often the master says that the stream is alive
 * @param master as it presents itself
 * @param connectedTo where we reached it
 * @param localAddress the literal of our own address on the way to it
 */
public record Subscription(
    FrameworkId frameworkId,
    Duration heartbeatInterval,
    @Nullable MasterInfo master,
    MasterAddress connectedTo,
    String localAddress) {}
