package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.ContainerSpec.ExternalVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.HostVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.Mode;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code host-volumes} and {@code external-volumes}, which take nothing from the agent's disk. */
final class MountsDecoder {

  /** As dcos-commons has it. */
  private static final Pattern HOST_PATH = Pattern.compile("/[.a-zA-Z0-9][.a-zA-Z0-9_/\\\\-]*");

  /** As dcos-commons has it: no leading slash. */
  private static final Pattern CONTAINER_PATH = Pattern.compile("[.a-zA-Z0-9][.a-zA-Z0-9_/\\\\-]*");

  private MountsDecoder() {}

  static ImmutableList<HostVolumeSpec> hostVolumes(Field field) {
    ImmutableList.Builder<HostVolumeSpec> volumes = ImmutableList.builder();
    String remedy = "give it 'host-path' and 'container-path'";
    for (Entries.Entry entry : Entries.orItems(field, "host volume", remedy)) {
      volumes.add(hostVolume(entry.fields()));
    }
    return volumes.build();
  }

  /** A host volume; in old specs also an item of {@code container.volumes}. */
  private static HostVolumeSpec hostVolume(Fields fields) {
    HostVolumeSpec volume =
        new HostVolumeSpec(
            fields
                .field("host-path")
                .text()
                .check(
                    text -> HOST_PATH.matcher(text).matches(),
                    "is not a path of the agent",
                    "begin it with '/', then use letters, digits, '.', '-', '_' and '/'")
                .required("say which path of the agent it is"),
            fields
                .field("container-path")
                .text()
                .check(
                    text -> CONTAINER_PATH.matcher(text).matches(),
                    "is not a path in the sandbox",
                    "use letters, digits, '.', '-', '_' and '/', and no '/' at its beginning")
                .required("say where in the sandbox it appears"),
            mode(fields.field("mode")));
    fields.ignored("type", "a host volume has none");
    fields.ignored("size", "a host volume has none");
    fields.finish();
    return volume;
  }

  static ImmutableList<ExternalVolumeSpec> externalVolumes(Field field) {
    ImmutableList.Builder<ExternalVolumeSpec> volumes = ImmutableList.builder();
    String remedy = "give it 'type: DOCKER', 'driver-name' and 'container-path'";
    for (Entries.Entry entry : Entries.of(field, "external volume", remedy)) {
      volumes.add(externalVolume(entry.fields()));
    }
    return volumes.build();
  }

  private static ExternalVolumeSpec externalVolume(Fields fields) {
    fields.ignored("provider", "'driver-name' says it");
    fields.ignored("size", "write it into 'driver-options' as the driver takes it");
    fields.ignored("volume-sharing", "write it into 'driver-options' as the driver takes it");
    fields.ignored("host-path", "the driver decides it");
    Field oldMode = fields.legacy("mode", "write 'volume-mode'");
    Field mode = fields.field("volume-mode");
    ExternalVolumeSpec volume =
        new ExternalVolumeSpec(
            fields
                .field("type")
                .oneOf(ExternalVolumeSpec.Kind.class)
                .required("write 'type: DOCKER'"),
            fields.field("volume-name").textOrBlank(),
            fields
                .field("driver-name")
                .filledText()
                .required("name the Docker volume driver, such as 'pxd'"),
            options(fields.field("driver-options")),
            fields
                .field("container-path")
                .filledText()
                .required("say where in the sandbox it appears"),
            mode(mode.isAbsent() ? oldMode : mode));
    fields.finish();
    return volume;
  }

  /**
   * An external volume as a volume of {@code type: DOCKER}, of old specs.
   *
   * @param fields of which {@code path}, {@code type} and {@code size} are read elsewhere
   */
  static ExternalVolumeSpec dockerVolume(String path, Fields fields) {
    String instead = "write the volume below 'external-volumes' of the pod";
    return new ExternalVolumeSpec(
        ExternalVolumeSpec.Kind.DOCKER,
        fields.legacy("docker_volume_name", instead).textOrBlank(),
        fields
            .legacy("docker_volume_driver", instead)
            .filledText()
            .required("name the Docker volume driver, such as 'pxd'"),
        oldOptions(fields.legacy("docker_driver_options", instead)),
        path,
        Mode.RW);
  }

  private static Mode mode(Field field) {
    return field.text().orElse("").isBlank() ? Mode.RW : field.oneOf(Mode.class).orElse(Mode.RW);
  }

  /** The driver's options in old specs, where {@code ,} may stand between them as well. */
  private static @Nullable String oldOptions(Field field) {
    String text = field.textOrBlank();
    return text == null || text.contains(";")
        ? options(field)
        : checked(text.replace(',', ';'), field);
  }

  /** {@code key=value;key=value}. */
  private static @Nullable String options(Field field) {
    String text = field.textOrBlank();
    return text == null ? null : checked(text, field);
  }

  private static String checked(String text, Field field) {
    Set<String> keys = new HashSet<>();
    for (String option : Splitter.on(';').omitEmptyStrings().split(text)) {
      ImmutableList<String> parts = ImmutableList.copyOf(Splitter.on('=').split(option));
      if (parts.size() != 2 || parts.get(1).isEmpty()) {
        field.error(
            "'" + option + "' is not an option", "write 'key=value', and ';' between options");
      } else if (!keys.add(parts.get(0))) {
        field.error("option '" + parts.get(0) + "' is there twice", "remove one");
      } else if (parts.get(0).equals("name")) {
        field.error("the volume's name is no option", "write 'volume-name: " + parts.get(1) + "'");
      }
    }
    return text;
  }
}
