package dev.mainstay.sdk.templates;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A clone of Mainstay as it is after {@code mainstay new}: its real launcher, and in the place of
 * what that would build and install what this build has made.
 *
 * @param folder to have on the {@code PATH}
 */
record BuiltClone(Path folder) {

  /** Makes one in an empty folder, with its SDK installed for a user. */
  static BuiltClone in(Path folder, MavenHome home) throws IOException {
    Path clone = folder.toRealPath();
    for (String file : ImmutableList.of("mainstay", "pom.xml", "templates/parent/pom.xml")) {
      Path copy = clone.resolve(file);
      Files.createDirectories(copy.resolve(".."));
      Files.copy(MavenHome.CLONE.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String module : MavenHome.JARS) {
      Path real = MavenHome.CLONE.resolve(module);
      Path target = Files.createDirectories(clone.resolve(module).resolve("target"));
      Files.copy(real.resolve("pom.xml"), clone.resolve(module).resolve("pom.xml"));
      Path jar = target.resolve(module + "-" + MavenHome.VERSION + ".jar");
      Files.copy(real.resolve("target").resolve(jar.getFileName()), jar);
      // a jar stands for a folder of classes here
      Files.createSymbolicLink(target.resolve("fast-classes"), jar);
      Files.createSymbolicLink(target.resolve("classes"), jar);
    }
    Path cache = Files.createDirectories(clone.resolve("target/mainstay"));
    Files.writeString(cache.resolve("classpath"), System.getProperty("java.class.path"));
    Files.writeString(cache.resolve("root"), clone.toString());
    Files.writeString(cache.resolve("repository"), home.repository().toString());
    Files.createFile(cache.resolve("stamp"));
    return new BuiltClone(clone);
  }
}
