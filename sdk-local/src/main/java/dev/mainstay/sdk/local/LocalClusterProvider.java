package dev.mainstay.sdk.local;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions;
import dev.mainstay.sdk.service.ClusterProvider;
import dev.mainstay.sdk.service.EmbeddedCluster;
import dev.mainstay.sdk.spec.ClusterFeature;
import java.nio.file.Path;

/** Starts embedded clusters; found by the {@link java.util.ServiceLoader}. */
public final class LocalClusterProvider implements ClusterProvider {

  @Override
  public EmbeddedCluster start(ClusterOptions options) throws CannotStartException {
    return LocalCluster.start(options);
  }

  /** Its tasks are plain processes of this machine; what else agents declare is in the options. */
  @Override
  public ImmutableSet<ClusterFeature> features() {
    return ImmutableSet.of();
  }

  @Override
  public void clean(Path folder) throws CannotStartException {
    StateFolder.clean(folder);
  }
}
