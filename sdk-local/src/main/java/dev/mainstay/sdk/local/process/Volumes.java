package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.Volume;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persistent volumes and SANDBOX_PATH volumes as folders and symbolic links, in the way of Mesos's
 * {@code filesystem/posix} and {@code volume/sandbox_path} isolators.
 */
final class Volumes {

  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

  private static final String READABLE = "rwxr-xr-x";

  private final UserSwitch users;

  Volumes(UserSwitch users) {
    this.users = users;
  }

  /** Makes a volume's folder. One that is there keeps its data. */
  void create(AgentHost host, Resource resource) throws IOException {
    Sandbox.createDirectory(folder(host, resource), READABLE);
  }

  /**
   * Takes a volume out of the way at once.
   *
   * @return what is left to be removed, with all that is in it; empty when there was no volume
   */
  Optional<Path> retire(AgentHost host, Resource resource) throws IOException {
    Path folder = folder(host, resource);
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path trash = trash(host);
    Files.createDirectories(trash);
    Path retired = trash.resolve(UUID.randomUUID().toString());
    if (mountRoot(host, resource).isEmpty()) {
      return Optional.of(Files.move(folder, retired));
    }
    // Of a disk that is a volume as a whole only the content goes, as with Mesos.
    Files.createDirectories(retired);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        Files.move(child, retired.resolve(child.getFileName()));
      }
    }
    return Optional.of(retired);
  }

  /** Removes a folder and all below it, without following links. */
  static void remove(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Removes what an earlier run was not done removing. */
  static void emptyTrash(AgentHost host) throws IOException {
    remove(trash(host));
  }

  private static Path trash(AgentHost host) {
    return host.volumes().resolve(".destroyed");
  }

  /**
   * Links the persistent volumes among {@code resources} into a sandbox: into the executor's, and
   * for a nested container from there into its own.
   *
   * @param user who gets the volumes' folders
   * @return the links that were made in the executor's sandbox; a nested container's end removes
   *     them
   */
  ImmutableList<Path> linkPersistent(
      AgentHost host, Sandbox sandbox, String user, Iterable<Resource> resources)
      throws IOException, LaunchFailure {
    ImmutableList.Builder<Path> made = ImmutableList.builder();
    for (Resource resource : resources) {
      DiskInfo disk = resource.disk();
      if (disk == null || disk.persistence() == null) {
        continue;
      }
      Volume volume = disk.volume();
      if (volume == null) {
        throw LaunchFailure.setup("Persistent volume without 'DiskInfo.volume': " + resource);
      }
      String path = volume.containerPath();
      if (path.contains("/")) {
        LOG.warn(
            "Skipping persistent volume container_path={}: absolute and nested paths need Mesos's"
                + " filesystem/linux isolator",
            path);
        continue;
      }
      Path target = folder(host, resource);
      create(host, resource);
      users.give(user, ImmutableList.of(target));
      if (link(sandbox.run().resolve(path), target)) {
        made.add(sandbox.run().resolve(path));
      }
      if (sandbox.isNested()) {
        link(sandbox.directory().resolve(path), sandbox.run().resolve(path));
      }
    }
    return made.build();
  }

  /** Whether a link was made; false if it is there already. */
  private static boolean link(Path link, Path target) throws IOException, LaunchFailure {
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(link, target);
      return true;
    }
    if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
      String existing =
          Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : link.toString();
      throw LaunchFailure.setup(
          "The existing symlink '"
              + link
              + "' points to '"
              + existing
              + "' and the new target is '"
              + target
              + "'");
    }
    return false;
  }

  /** Links a task's SANDBOX_PATH volumes; HOST_PATH and others are ignored, as Mesos does here. */
  void linkSandboxPaths(Sandbox sandbox, @Nullable ContainerInfo container, String user)
      throws IOException, LaunchFailure {
    if (container == null) {
      return;
    }
    for (Volume volume : container.volumes()) {
      Volume.Source source = volume.source();
      if (source instanceof Volume.Source.SandboxPath path) {
        linkSandboxPath(sandbox, volume, path, user);
      }
    }
  }

  private void linkSandboxPath(
      Sandbox sandbox, Volume volume, Volume.Source.SandboxPath source, String user)
      throws IOException, LaunchFailure {
    String path = volume.containerPath();
    if (Path.of(source.path()).isAbsolute()) {
      throw LaunchFailure.setup("Path '" + source.path() + "' in SANDBOX_PATH volume is absolute");
    }
    if (Path.of(path).isAbsolute()) {
      throw LaunchFailure.setup(
          "The 'linux' launcher and 'filesystem/linux' isolator must be enabled to support"
              + " SANDBOX_PATH volume with absolute container path");
    }
    if (source.owner() == Volume.Source.SandboxPath.Owner.SELF) {
      throw LaunchFailure.setup("'container_path' is relative for SANDBOX_PATH volume SELF type");
    }
    if (!sandbox.isNested()) {
      throw LaunchFailure.setup("SANDBOX_PATH volume PARENT type only works for nested container");
    }
    Path from = sandbox.run().resolve(source.path()).normalize();
    if (!from.startsWith(sandbox.run())) {
      throw LaunchFailure.setup(
          "Path '" + source.path() + "' in SANDBOX_PATH volume leaves the executor's sandbox");
    }
    if (!Files.exists(from)) {
      Sandbox.createDirectory(from, READABLE);
      users.give(user, ImmutableList.of(from));
    }
    Path to = sandbox.directory().resolve(path);
    if (Files.isSymbolicLink(to) && Files.readSymbolicLink(to).equals(from)) {
      return;
    }
    String reason = "";
    Path folder = to.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      reason = "No such file or directory";
    } else if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      reason = "File exists";
    }
    if (!reason.isEmpty()) {
      throw LaunchFailure.setup("Failed to symlink '" + from + "' -> '" + to + "': " + reason);
    }
    Files.createSymbolicLink(to, from);
  }

  /** Where a MOUNT disk is; there is one volume on it at most. */
  private static Optional<Path> mountRoot(AgentHost host, Resource resource) {
    DiskInfo disk = resource.disk();
    DiskInfo.Source source = disk == null ? null : disk.source();
    if (source == null || source.kind() != DiskInfo.Source.Kind.MOUNT || source.root() == null) {
      return Optional.empty();
    }
    Path root = host.workDir().resolve(source.root()).normalize();
    if (!root.startsWith(host.workDir()) || root.equals(host.workDir())) {
      throw new IllegalArgumentException("MOUNT disk outside of its agent's folder: " + resource);
    }
    return Optional.of(root);
  }

  /** Mesos writes a slash of a role as a space, which no role can have. */
  private static Path folder(AgentHost host, Resource resource) {
    DiskInfo.Persistence persistence =
        resource
            .persistence()
            .orElseThrow(() -> new IllegalArgumentException("not a volume: " + resource));
    Optional<Path> root = mountRoot(host, resource);
    if (root.isPresent()) {
      return root.get();
    }
    int layers = resource.reservations().size();
    String role = layers == 0 ? "*" : resource.reservations().get(layers - 1).role();
    String id = persistence.id();
    if (id.isEmpty() || id.equals(".") || id.equals("..") || id.contains("/")) {
      throw new IllegalArgumentException("persistence id '" + id + "' cannot name a folder");
    }
    return host.volume(role.replace('/', ' '), id);
  }
}
