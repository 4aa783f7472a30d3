package dev.mainstay.sdk.local.process;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandboxes in which nothing runs any more, of each agent. They are kept to be looked into, as
 * many of the latest as take no more than the agent's allowance; the one that ended last always
 * stays. (Mesos keeps them for a week, or less when the disk gets full: {@code --gc_delay}.)
 *
 * <p>A sandbox here is an executor's run, or the folder of a nested container that ended in a run
 * that goes on.
 */
final class EndedSandboxes {

  private static final Logger LOG = LoggerFactory.getLogger(EndedSandboxes.class);

  private final Allowance allowance;
  private final Map<AgentId, LinkedHashMap<Path, Long>> sizes = new HashMap<>();

  /**
   * What the ended sandboxes of one agent may take together.
   *
   * @param bytes of the files in them
   */
  record Allowance(long bytes, int sandboxes) {

    /** A few gigabytes for a cluster of some agents. */
    static final Allowance OF_AN_AGENT = new Allowance(512L << 20, 100);
  }

  EndedSandboxes(Allowance allowance) {
    this.allowance = allowance;
  }

  /** Takes over what earlier processes left of an agent, whose tasks have all ended. */
  synchronized void open(AgentHost host) throws IOException {
    LinkedHashMap<Path, Long> left = new LinkedHashMap<>();
    for (Path run : runsByAge(host)) {
      left.put(run, size(run));
    }
    sizes.put(host.id(), left);
    shrink(host, left);
  }

  /** The tasks of a sandbox have ended, and none will be started in it. */
  synchronized void ended(AgentHost host, Path sandbox) {
    LinkedHashMap<Path, Long> ended = sizes.computeIfAbsent(host.id(), id -> new LinkedHashMap<>());
    try {
      ended.keySet().removeIf(folder -> folder.startsWith(sandbox));
      ended.put(sandbox, size(sandbox));
      shrink(host, ended);
    } catch (IOException e) {
      LOG.warn("Cannot remove old sandboxes; the next start tries again: agent={}", host.id(), e);
    }
  }

  private void shrink(AgentHost host, Map<Path, Long> oldestFirst) throws IOException {
    long bytes = oldestFirst.values().stream().mapToLong(size -> size).sum();
    Iterator<Map.Entry<Path, Long>> oldest = oldestFirst.entrySet().iterator();
    for (int count = oldestFirst.size(); count > 1 && isTooMuch(bytes, count); count--) {
      Map.Entry<Path, Long> sandbox = oldest.next();
      bytes -= sandbox.getValue();
      LOG.info("Removing an old sandbox: folder={}", sandbox.getKey());
      remove(host, sandbox.getKey());
      oldest.remove();
    }
  }

  private boolean isTooMuch(long bytes, int count) {
    return bytes > allowance.bytes() || count > allowance.sandboxes();
  }

  private static void remove(AgentHost host, Path sandbox) throws IOException {
    Volumes.remove(sandbox);
    removeBrokenLinks(AgentHost.tasksBelow(host.workDir()));
    Path siblings = parent(sandbox);
    String container = name(sandbox);
    if (name(siblings).equals("containers")) {
      removeBrokenLinks(siblings.resolveSibling("tasks"));
      Path meta = host.containers().resolve(name(parent(siblings)));
      Volumes.remove(meta.resolve("nested").resolve(container));
      return;
    }
    Volumes.remove(host.containers().resolve(container));
    removeBrokenLinks(siblings);
    if (children(siblings).isEmpty()) {
      Volumes.remove(parent(siblings)); // the executor's: no later one has its id
    }
  }

  private static Path parent(Path path) {
    return requireNonNull(path.getParent());
  }

  private static String name(Path path) {
    return requireNonNull(path.getFileName()).toString();
  }

  private static void removeBrokenLinks(Path folder) throws IOException {
    for (Path child : children(folder)) {
      if (!Files.exists(child)) {
        Files.deleteIfExists(child);
      }
    }
  }

  /** {@code slaves/A/frameworks/F/executors/E/runs/C}, the one that changed longest ago first. */
  private static ImmutableList<Path> runsByAge(AgentHost host) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Path agent : folders(host.workDir().resolve("slaves"))) {
      for (Path framework : folders(agent.resolve("frameworks"))) {
        for (Path executor : folders(framework.resolve("executors"))) {
          for (Path run : folders(executor.resolve("runs"))) {
            runs.add(new Run(run, Files.getLastModifiedTime(run)));
          }
        }
      }
    }
    return runs.stream()
        .sorted(Comparator.comparing(Run::changed))
        .map(Run::folder)
        .collect(ImmutableList.toImmutableList());
  }

  private record Run(Path folder, FileTime changed) {}

  private static ImmutableList<Path> folders(Path parent) throws IOException {
    return children(parent).stream()
        .filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return ImmutableList.of();
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      return ImmutableList.copyOf(children);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Of all files below a folder, without what links lead to. */
  private static long size(Path folder) throws IOException {
    long[] bytes = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // removed meanwhile
            }
            throw failure;
          }
        });
    return bytes[0];
  }
}
