package dev.mainstay.sdk.local.http;

import org.jspecify.annotations.Nullable;

/**
 * What the scheduler API makes of a request: a whole answer, or a stream.
 *
 * @param whole absent for a stream
 * @param stream already fed by the model; absent for a whole answer
 */
record SchedulerAnswer(@Nullable HttpResponse whole, @Nullable EventStreamQueue stream) {

  static SchedulerAnswer of(HttpResponse whole) {
    return new SchedulerAnswer(whole, null);
  }

  static SchedulerAnswer of(EventStreamQueue stream) {
    return new SchedulerAnswer(null, stream);
  }
}
