package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.ContainerSpec.ExternalVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.HostVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.IpcMode;
import dev.mainstay.sdk.spec.ContainerSpec.Mode;
import dev.mainstay.sdk.spec.ContainerSpec.NetworkSpec;
import dev.mainstay.sdk.spec.ContainerSpec.RlimitSpec;
import dev.mainstay.sdk.spec.ContainerSpec.SeccompSpec;
import dev.mainstay.sdk.spec.ContainerSpec.SharedMemorySpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.UriSpec;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The smaller parts of a {@link GeneratedSpec}. */
final class GeneratedValues {

  /** Texts that YAML and mustache may take for something else. */
  static final ImmutableList<String> AWKWARD =
      ImmutableList.of(
          "null",
          "~",
          "yes",
          "0x1F",
          "1e3",
          "007",
          "1_000",
          "- a",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "{{A}}",
          "<%{{=<% %>=}}",
          " lead",
          "trail ",
          "a\nb",
          "a\n\n b\n",
          "\ta",
          "a\tb\n",
          "&a",
          "*a",
          "!a",
          "%a",
          "@a",
          "`",
          "[",
          "{}",
          "|",
          ">",
          "=",
          "<<",
          "2026-01-01",
          "é€😀",
          "a\\nb",
          "---",
          "a\n---\nb",
          "\nx",
          "x\n ",
          "1:30",
          "a,b:c",
          "\u0085x",
          "x\u2028y",
          "x\r\ny",
          "\uFEFFx",
          "...",
          "? a",
          ": a",
          "a:",
          "true",
          ".inf",
          "0o7",
          "1e999999999");

  private static final ImmutableList<String> RLIMITS =
      ImmutableList.of("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_NOFILE");

  private final Random random;

  GeneratedValues(Random random) {
    this.random = random;
  }

  boolean sometimes() {
    return random.nextInt(3) == 0;
  }

  /** A number within limits, both included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  @SafeVarargs
  final <T> T anyOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> @Nullable T orNull(Supplier<T> value) {
    return sometimes() ? value.get() : null;
  }

  /** Names with this in front, mostly none. */
  ImmutableList<String> several(String name) {
    return IntStream.range(0, sometimes() ? between(1, 3) : 0)
        .mapToObj(index -> name + index)
        .collect(ImmutableList.toImmutableList());
  }

  /** Of small letters and digits. */
  String word() {
    StringBuilder word = new StringBuilder();
    for (int length = between(1, 6); length > 0; length--) {
      word.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
    }
    return word.toString();
  }

  /** Any text that is not blank. */
  String text() {
    if (sometimes()) {
      return anyOf(AWKWARD);
    }
    StringBuilder text = new StringBuilder(word());
    for (int length = between(0, 12); length > 0; length--) {
      text.insert(random.nextInt(text.length() + 1), (char) between(' ', '~'));
    }
    return text.toString();
  }

  String textOrNone() {
    return sometimes() ? "" : text();
  }

  /** A label's key, which may hold what separates labels. */
  String label(String name) {
    return name + (sometimes() ? anyOf(",", ":", " ", "") : "");
  }

  Duration seconds() {
    return Duration.ofSeconds(between(1, 9999));
  }

  /** More than none. */
  Scalar amount() {
    return new Scalar(between(1, 9_999_999));
  }

  ImmutableList<UriSpec> uris() {
    return several("archive").stream()
        .map(
            name ->
                new UriSpec(
                    "https://example.com/" + name,
                    sometimes(),
                    !sometimes(),
                    sometimes(),
                    orNull(() -> name + ".tgz")))
        .collect(ImmutableList.toImmutableList());
  }

  ResourceLimitsSpec limits(Scalar cpus, int memory) {
    return new ResourceLimitsSpec(
        orNull(() -> limit(cpus)), orNull(() -> limit(Scalar.of((long) memory))));
  }

  private ResourceLimitsSpec.Limit limit(Scalar reserved) {
    return sometimes()
        ? new ResourceLimitsSpec.Unlimited()
        : new ResourceLimitsSpec.UpTo(reserved.plus(amount()));
  }

  /** A port that is no other's, by its number. */
  PortSpec port(int number) {
    boolean isFixed = sometimes();
    int port = isFixed ? 10_000 + number : 0;
    PortRanges ranges =
        sometimes()
            ? PortRanges.of(between(1, 9_999), between(20_000, 65_535))
            : sometimes()
                ? PortRanges.of(9_000, 20_000).plus(PortRanges.of(30_000, 65_535))
                : PortRanges.EMPTY;
    return new PortSpec(
        "port-" + number,
        port,
        orNull(() -> "KEY_" + number),
        sometimes(),
        ranges,
        orNull(() -> new PortSpec.Vip(anyOf("port-" + number, word()), between(1, 65_535))));
  }

  SharedMemorySpec sharedMemoryOfTask() {
    return sometimes() ? new SharedMemorySpec(IpcMode.SHARE_PARENT, null) : sharedMemory();
  }

  private SharedMemorySpec sharedMemory() {
    return new SharedMemorySpec(IpcMode.PRIVATE, orNull(() -> between(1, 999)));
  }

  ContainerSpec container() {
    ImmutableMap.Builder<String, NetworkSpec> networks = ImmutableMap.builder();
    several("network").forEach(name -> networks.put(name, network(name)));
    if (sometimes()) {
      networks.put(NetworkSpec.BRIDGE, network(NetworkSpec.BRIDGE));
    }
    ImmutableMap.Builder<String, RlimitSpec> rlimits = ImmutableMap.builder();
    RLIMITS.stream().filter(name -> sometimes()).forEach(name -> rlimits.put(name, rlimit(name)));
    return new ContainerSpec(
        orNull(this::text),
        networks.buildOrThrow(),
        rlimits.buildOrThrow(),
        several("host").stream()
            .map(name -> new HostVolumeSpec("/" + name, name, anyOf(Mode.values())))
            .collect(ImmutableList.toImmutableList()),
        several("far").stream().map(this::external).collect(ImmutableList.toImmutableList()),
        sometimes(),
        orNull(this::sharedMemory),
        orNull(() -> sometimes() ? SeccompSpec.UNCONFINED : new SeccompSpec(text())));
  }

  private NetworkSpec network(String name) {
    boolean mapsPorts = name.equals(NetworkSpec.BRIDGE) && sometimes();
    ImmutableMap.Builder<String, String> labels = ImmutableMap.builder();
    several("label").forEach(label -> labels.put(label(label), textOrNone()));
    return new NetworkSpec(
        name,
        mapsPorts ? ImmutableList.of(between(1, 99), between(100, 999)) : ImmutableList.of(),
        mapsPorts ? ImmutableList.of(between(1, 99), between(1, 999)) : ImmutableList.of(),
        labels.buildOrThrow());
  }

  private RlimitSpec rlimit(String name) {
    return sometimes()
        ? new RlimitSpec(name, (long) between(0, 99), (long) between(99, Integer.MAX_VALUE - 1))
        : new RlimitSpec(name, null, null);
  }

  private ExternalVolumeSpec external(String path) {
    return new ExternalVolumeSpec(
        ExternalVolumeSpec.Kind.DOCKER,
        orNull(this::text),
        text(),
        orNull(() -> "size=10;repl=" + word()),
        path,
        anyOf(Mode.values()));
  }
}
