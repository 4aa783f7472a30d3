package dev.mainstay.sdk.local.process;

import dev.mainstay.sdk.local.process.UriFetcher.FetchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that tasks of an agent share, by URI: fetched once in the life of this process, with one
 * HEAD for the size and one GET.
 */
final class FetchCache {

  /** Per agent, in bytes: the default of Mesos's {@code --fetcher_cache_size}. */
  private static final long CAPACITY = 2L << 30;

  private record Key(Path folder, String uri) {}

  private final Downloads downloads;
  private final ConcurrentHashMap<Key, CompletableFuture<Optional<Path>>> files =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, AtomicLong> used = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  FetchCache(Downloads downloads) {
    this.downloads = downloads;
  }

  /**
   * The cached file; absent when it is to be fetched past the cache: it is local, the server does
   * not say its size, or there is no room for it.
   */
  @Nullable Path get(AgentHost host, String uri, BooleanSupplier cancelled) throws FetchFailure {
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      return null;
    }
    Key key = new Key(host.fetchCache(), uri);
    CompletableFuture<Optional<Path>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Path>> other = files.putIfAbsent(key, mine);
    if (other != null) {
      return awaited(other);
    }
    try {
      Path file = fetch(host, uri, cancelled);
      if (file == null) {
        files.remove(key, mine);
      }
      mine.complete(Optional.ofNullable(file));
      return file;
    } catch (FetchFailure | IOException | RuntimeException e) {
      files.remove(key, mine); // the next one tries again
      mine.completeExceptionally(e);
      throw failure(e);
    }
  }

  private @Nullable Path fetch(AgentHost host, String uri, BooleanSupplier cancelled)
      throws FetchFailure, IOException {
    long size = downloads.sizeOf(uri);
    AtomicLong total = used.computeIfAbsent(host.fetchCache(), folder -> new AtomicLong());
    if (size < 0 || total.addAndGet(size) > CAPACITY) {
      total.addAndGet(-Math.max(size, 0));
      return null;
    }
    Files.createDirectories(host.fetchCache());
    String name = "c" + numbers.incrementAndGet() + "-" + UriFetcher.baseName(uri);
    Path file = host.fetchCache().resolve(name);
    try {
      downloads.get(uri, file, cancelled);
      return file;
    } catch (FetchFailure | IOException | RuntimeException e) {
      total.addAndGet(-size);
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static @Nullable Path awaited(CompletableFuture<Optional<Path>> file)
      throws FetchFailure {
    try {
      return file.join().orElse(null);
    } catch (CompletionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  private static FetchFailure failure(Throwable cause) {
    return cause instanceof FetchFailure fetch ? fetch : FetchFailure.of(cause.toString());
  }
}
