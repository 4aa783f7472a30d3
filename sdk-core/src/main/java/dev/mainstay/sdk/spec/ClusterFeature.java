package dev.mainstay.sdk.spec;

/** Something that a spec may ask of a cluster and that not every cluster has. */
public enum ClusterFeature {
  DOCKER_IMAGES("Docker images"),
  NETWORKS("container networks"),
  HOST_VOLUMES("volumes of the agent's host"),
  EXTERNAL_VOLUMES("external volumes"),
  SHARED_MEMORY("IPC namespaces and /dev/shm of a container's own"),
  SECCOMP("seccomp profiles"),
  SECRETS("secret store"),
  RESOURCE_LIMITS("limits above what is reserved (cgroups)"),
  GPUS("GPUs"),
  MOUNT_DISKS("MOUNT disks"),
  RESERVED_ROLES("statically reserved roles"),
  /** DC/OS's certificate authority, which no Mesos has by itself. */
  CERTIFICATE_AUTHORITY("certificate authority for transport encryption");

  private final String title;

  ClusterFeature(String title) {
    this.title = title;
  }

  /** In words that follow "the cluster has no". */
  public String title() {
    return title;
  }
}
