package dev.mainstay.sdk.service;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.ArtifactRoutes;
import dev.mainstay.sdk.state.TaskLaunch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * For which launches an agent has fetched a configuration file from this scheduler. Not kept across
 * a restart of it. Safe for several threads.
 */
final class ArtifactFetches {

  /** Launches remembered; those of the last minutes matter. */
  private static final int MOST = 10_000;

  private final Instant since;
  private final Cache<TaskId, Boolean> fetched =
      CacheBuilder.newBuilder().maximumSize(MOST).build();

  /** From now on. */
  ArtifactFetches(InstantSource clock) {
    this.since = clock.instant();
  }

  /** The renderer, with what it gives out remembered. */
  ArtifactRoutes.Renderer counting(ArtifactRoutes.Renderer renderer) {
    return (state, task, token, name) -> {
      Optional<String> text = renderer.render(state, task, token, name);
      if (text.isPresent()) {
        fetched.put(task, true);
      }
      return text;
    };
  }

  /** It is certain that no file of the launch was fetched. */
  boolean noneFor(TaskLaunch launch) {
    return !launch.launchedAt().isBefore(since) && fetched.getIfPresent(launch.taskId()) == null;
  }
}
