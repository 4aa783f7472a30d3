package dev.mainstay.sdk.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.process.Orphans;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.store.RecordJson;
import dev.mainstay.sdk.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which a cluster keeps everything, held by one process at a time.
 *
 * <pre>
 * lock           held while the cluster runs, with the pid of the holder
 * cluster.json   the {@link ClusterImage}
 * ports.json     the ports that were chosen the last time
 * zookeeper/     ZooKeeper's data
 * agents/NAME/   an agent's work directory
 * </pre>
 */
final class StateFolder implements AutoCloseable {

  /** Ports on 127.0.0.1. */
  record Ports(int master, int zookeeper) {}

  private static final RecordJson<ClusterImage> IMAGE = RecordJson.of(ClusterImage.class);
  private static final RecordJson<Ports> PORTS = RecordJson.of(Ports.class);

  private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

  /** For tasks of a run that crashed, from SIGTERM to SIGKILL. */
  private static final Duration ORPHANS_GRACE = Duration.ofSeconds(10);

  private static final String LOCK_FILE = "lock";
  private static final String IMAGE_FILE = "cluster.json";
  private static final String PORTS_FILE = "ports.json";

  private final Path folder;
  private final FileChannel lock;

  private StateFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Takes the folder, or says who has it. */
  static StateFolder open(Path path) throws CannotStartException {
    Path folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      refuseForeign(folder);
      return new StateFolder(folder.toRealPath(), locked(folder));
    } catch (IOException e) {
      throw new CannotStartException(
          "cannot use state folder " + folder + " (" + e + "); choose another with --state-dir", e);
    }
  }

  /**
   * Deletes a cluster's folder with all its data, after ending what it left running. Files in it
   * that are not ours stay, and so does the folder then.
   */
  static void clean(Path path) throws CannotStartException {
    if (!Files.exists(path)) {
      return;
    }
    try (StateFolder folder = open(path)) {
      folder.endOrphans();
      remove(folder.agents());
      remove(folder.zookeeper());
      for (String file : ImmutableList.of(IMAGE_FILE, PORTS_FILE, LOCK_FILE)) {
        Files.deleteIfExists(folder.folder.resolve(file));
      }
      Files.deleteIfExists(folder.folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("Not ours, and left alone: {}", e.getFile());
    } catch (IOException e) {
      throw new CannotStartException("cannot clean " + path + ": " + e, e);
    }
  }

  /** A folder with other things in it is none of a cluster: nothing of ours goes among them. */
  private static void refuseForeign(Path folder) throws IOException, CannotStartException {
    if (Files.exists(folder.resolve(LOCK_FILE))) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      Optional<Path> foreign = entries.findFirst();
      if (foreign.isPresent()) {
        throw new CannotStartException(
            folder
                + " holds "
                + foreign.get().getFileName()
                + " and is not the folder of a cluster; choose another with --state-dir");
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Ends the tasks of a run that crashed. */
  void endOrphans() throws CannotStartException {
    try {
      int ended = Orphans.end(workDirs(), ORPHANS_GRACE);
      if (ended > 0) {
        LOG.info("Ended what a crashed run had left: processes={}", ended);
      }
    } catch (IOException e) {
      throw new CannotStartException("cannot look through " + agents() + ": " + e, e);
    } catch (IllegalStateException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static FileChannel locked(Path folder) throws IOException, CannotStartException {
    Path file = folder.resolve(LOCK_FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      String holder = Files.readString(file).trim();
      throw new CannotStartException(
          "state folder "
              + folder
              + " is in use by process "
              + (holder.isEmpty() ? "unknown" : holder)
              + "; stop it, or choose another with --state-dir");
    }
    channel.truncate(0);
    write(channel, (ProcessHandle.current().pid() + "\n").getBytes(UTF_8));
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by this very process
    }
  }

  private static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  Path zookeeper() {
    return folder.resolve("zookeeper");
  }

  Path agents() {
    return folder.resolve("agents");
  }

  /** What the last cluster here left; {@link ClusterImage#EMPTY} if there was none. */
  ClusterImage image() throws CannotStartException {
    Path file = folder.resolve(IMAGE_FILE);
    try {
      if (!Files.exists(file)) {
        return ClusterImage.EMPTY;
      }
      return IMAGE.read(Files.readAllBytes(file), file.toString());
    } catch (IOException | StoreException e) {
      throw new CannotStartException(
          "cannot read " + file + " (" + e.getMessage() + "); start afresh with --clean", e);
    }
  }

  /** Keeps an image durably, whole or not at all. */
  void keep(ClusterImage image) {
    replace(IMAGE_FILE, IMAGE.write(image));
  }

  /** The ports of the last time; 0 where there was none. */
  Ports ports() {
    Path file = folder.resolve(PORTS_FILE);
    try {
      return Files.exists(file)
          ? PORTS.read(Files.readAllBytes(file), file.toString())
          : new Ports(0, 0);
    } catch (IOException | StoreException e) {
      return new Ports(0, 0); // they are a convenience: others will do
    }
  }

  void keep(Ports ports) {
    replace(PORTS_FILE, PORTS.write(ports));
  }

  private void replace(String name, byte[] content) {
    Path target = folder.resolve(name);
    Path fresh = folder.resolve(name + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(channel, content);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + target, e);
    }
  }

  /** Work directories of all agents that ever ran here. */
  ImmutableList<Path> workDirs() throws IOException {
    if (!Files.isDirectory(agents())) {
      return ImmutableList.of();
    }
    try (Stream<Path> folders = Files.list(agents())) {
      return folders.sorted().collect(ImmutableList.toImmutableList());
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
