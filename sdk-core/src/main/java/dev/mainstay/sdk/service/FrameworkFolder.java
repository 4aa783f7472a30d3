package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a framework's spec lies: beside its jar, in {@code dist} beside its jar or class folder (as
 * the build leaves it under {@code target}), or in the class folder itself.
 */
final class FrameworkFolder {

  /** The spec's file name. */
  static final String SPEC = "svc.yml";

  private FrameworkFolder() {}

  static Path of(Class<?> program) {
    CodeSource source = program.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalArgumentException(program.getName() + " comes from no jar and no folder");
    }
    Path code;
    try {
      code = Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          program.getName() + " comes from " + source.getLocation(), e);
    }
    return beside(code);
  }

  static Path beside(Path code) {
    ImmutableList.Builder<Path> candidates = ImmutableList.builder();
    @Nullable Path parent = code.getParent();
    if (parent != null) {
      candidates.add(parent.resolve("dist"), parent);
    }
    candidates.add(code);
    ImmutableList<Path> folders = candidates.build();
    return folders.stream()
        .filter(folder -> Files.isRegularFile(folder.resolve(SPEC)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no " + SPEC + " for " + code + "; looked in " + folders));
  }
}
