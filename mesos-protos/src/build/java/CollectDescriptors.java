import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Build step: writes the proto files that the Mesos jar carries inside its generated classes as one
 * descriptor set, and beside it the names of those files, one a line, as arguments for protoc.
 *
 * <p>Runs with the Mesos jar and the protobuf of its time on the class path, in a process of its
 * own, so that neither reaches anything else.
 */
final class CollectDescriptors {

  /** What the SDK and the embedded cluster speak: the scheduler API and the operator API. */
  private static final List<String> ROOTS =
      List.of(
          "org.apache.mesos.v1.scheduler.Protos",
          "org.apache.mesos.v1.master.Protos",
          "org.apache.mesos.v1.agent.Protos");

  /** Part of protobuf-java itself. */
  private static final String WELL_KNOWN = "google/protobuf/";

  private CollectDescriptors() {}

  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    for (String root : ROOTS) {
      collect((FileDescriptor) Class.forName(root).getMethod("getDescriptor").invoke(null), files);
    }
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.values().forEach(file -> set.addFile(file.toProto()));
    Files.write(Path.of(args[0]), set.build().toByteArray());
    Files.write(
        Path.of(args[1]),
        files.keySet().stream().filter(name -> !name.startsWith(WELL_KNOWN)).toList());
  }

  /** Adds a file after all that it imports, the order a descriptor set wants. */
  private static void collect(FileDescriptor file, Map<String, FileDescriptor> files) {
    if (files.containsKey(file.getName())) {
      return;
    }
    file.getDependencies().forEach(dependency -> collect(dependency, files));
    files.put(file.getName(), file);
  }
}
