package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.ContainerSpec.ExternalVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.HostVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.IpcMode;
import dev.mainstay.sdk.spec.ContainerSpec.Mode;
import dev.mainstay.sdk.spec.ContainerSpec.NetworkSpec;
import dev.mainstay.sdk.spec.ContainerSpec.RlimitSpec;
import dev.mainstay.sdk.spec.ContainerSpec.SharedMemorySpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.SecretSpec;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pod type says of its container, and what is wrong with it. */
final class ContainerFieldsTest {

  @Test
  void a_container_with_everything_becomes_records() {
    PodSpec pod =
        load(
            "image: example/kiosk:1",
            "networks: {mesos-bridge: {host-ports: [8080], container-ports: [80], labels: 'a:b'}, dcos: }",
            "rlimits: {RLIMIT_NOFILE: {soft: 10, hard: 20}, RLIMIT_CORE: , RLIMIT_AS: {soft: -1, hard: -1}}",
            "host-volumes: {certs: {host-path: /etc/ssl, container-path: ssl, mode: RO}}",
            "external-volumes: {px: {type: DOCKER, driver-name: pxd, driver-options: 'size=1;repl=2', container-path: d}}",
            "share-pid-namespace: true",
            "ipc-mode: PRIVATE",
            "shm-size: 64",
            "seccomp-profile-name: strict",
            "pre-reserved-role: slave_public",
            "secrets: {one: {secret: a/b}, two: {secret: c, env-key: KEY}}");
    assertThat(pod.container())
        .isEqualTo(
            new ContainerSpec(
                "example/kiosk:1",
                ImmutableMap.of(
                    "mesos-bridge",
                    new NetworkSpec(
                        "mesos-bridge",
                        ImmutableList.of(8080),
                        ImmutableList.of(80),
                        ImmutableMap.of("a", "b")),
                    "dcos",
                    new NetworkSpec(
                        "dcos", ImmutableList.of(), ImmutableList.of(), ImmutableMap.of())),
                ImmutableMap.of(
                    "RLIMIT_NOFILE", new RlimitSpec("RLIMIT_NOFILE", 10L, 20L),
                    "RLIMIT_CORE", new RlimitSpec("RLIMIT_CORE", null, null),
                    "RLIMIT_AS", new RlimitSpec("RLIMIT_AS", null, null)),
                ImmutableList.of(new HostVolumeSpec("/etc/ssl", "ssl", Mode.RO)),
                ImmutableList.of(
                    new ExternalVolumeSpec(
                        ExternalVolumeSpec.Kind.DOCKER,
                        null,
                        "pxd",
                        "size=1;repl=2",
                        "d",
                        Mode.RW)),
                true,
                new SharedMemorySpec(IpcMode.PRIVATE, 64),
                new ContainerSpec.SeccompSpec("strict")));
    assertThat(pod.preReservedRole()).isEqualTo("slave_public");
    assertThat(pod.secrets())
        .containsExactly(
            new SecretSpec("one", "a/b", null, "a/b"), new SecretSpec("two", "c", "KEY", null));
  }

  @Test
  void container_of_old_specs_is_read_with_a_warning() {
    String text = SpecText.pod("container: {image-name: old/image, rlimits: {RLIMIT_CPU: }}");
    PodSpec pod = Objects.requireNonNull(SpecText.load(text).spec().pods().get("node"));
    assertThat(pod.container().image()).isEqualTo("old/image");
    assertThat(pod.container().rlimits()).containsKey("RLIMIT_CPU");
    assertThat(SpecText.problems(text)).hasSize(1).first().asString().contains("svc.yml:5:5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: ''|svc.yml:5:12: pods.node.image: '' is blank",
        "networks: {dcos: {host-ports: [1], container-ports: [2]}}|network 'dcos' maps no ports",
        "networks: {mesos-bridge: {host-ports: [1], container-ports: [2, 3]}}|1 host ports, but 2",
        "networks: {dcos: {labels: 'a,b'}}|'a' is not a label",
        "rlimits: {RLIMIT_NOFIL: {soft: 1, hard: 1}}|did you mean 'RLIMIT_NOFILE'?",
        "rlimits: {RLIMIT_CPU: {soft: 1}}|'hard' is missing",
        "rlimits: {RLIMIT_CPU: {soft: 3, hard: 1}}|the soft limit 3 is above the hard limit 1",
        "rlimits: {RLIMIT_CPU: {soft: 3, hard: -1}}|write -1 for both",
        "host-volumes: {a: {host-path: x, container-path: y}}|'x' is not a path of the agent",
        "external-volumes: {a: {type: CSI, driver-name: y, container-path: z}}|not one of DOCKER",
        "ipc-mode: SHARE_PARENT|a pod has no parent to share with",
        "secrets: {a: {file: x}}|'secret' is missing",
        "secrets: {a: {secret: x, file: /y}}|'/y' cannot be a file in the sandbox",
      })
  void what_the_predecessor_refused_is_refused(String line, String problem) {
    assertThat(SpecText.problems(SpecText.pod(line)))
        .anyMatch(told -> told.contains(problem) && !told.contains("warning"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "volume: {path: /data, type: ROOT, size: 10}|svc.yml:5:20: pods.node.volume.path: '/data' is no path of the sandbox",
        "uris: ['http://h/']|'http://h/' names no file",
        "uris: ['http://h']|'http://h' names no file",
        "uris: ['http://h/a/']|'http://h/a/' names no file",
        "uris: [\"http://h/it's\"]|svc.yml:5:12: pods.node.uris.0: 'http://h/it's' has a character that Mesos's fetcher refuses",
        "uris: [{uri: 'http://h/a', output-file: /etc/a}]|'/etc/a' is not in the sandbox",
      })
  void what_mesos_refuses_at_the_launch_is_refused(String line, String problem) {
    assertThat(SpecText.problems(SpecText.pod(line)))
        .anyMatch(told -> told.contains(problem) && !told.contains("warning"));
  }

  @Test
  void an_address_of_a_folder_may_have_a_name_for_its_file() {
    assertThat(
            SpecText.problems(
                SpecText.pod("uris: [{uri: 'http://h/a/', output-file: a}, scheduler:bootstrap]")))
        .isEmpty();
  }

  @Test
  void a_limit_goes_with_what_is_reserved() {
    assertThat(
            SpecText.problems(
                SpecText.task("resource-limits: {cpus: unlimited, memory: unlimited}")))
        .containsExactly(
            "svc.yml:8:52: pods.node.tasks.server.resource-limits.memory: there is a limit, and nothing that is reserved; give the task 'memory' too");
  }

  @Test
  void ports_of_a_containers_own_network_are_no_resources() {
    String task = SpecText.task("ports: {http: {port: 80}}").replace("        cpus: 1\n", "");
    assertThat(SpecText.problems(task)).noneMatch(told -> told.contains("no resources"));
    assertThat(SpecText.problems(task.replace("count: 2", "count: 2\n    networks: {dcos: {}}")))
        .anyMatch(
            told ->
                told.startsWith("svc.yml:7:7: pods.node.tasks.server: there are no resources")
                    && told.contains("container's own network"));
  }

  @Test
  void unconfined_and_a_profile_exclude_each_other() {
    assertThat(
            SpecText.problems(
                SpecText.pod("seccomp-unconfined: true", "seccomp-profile-name: strict")))
        .containsExactly(
            "svc.yml:6:27: pods.node.seccomp-profile-name: 'seccomp-unconfined' says that no profile is used; remove one of the two");
  }

  private static PodSpec load(String... lines) {
    return Objects.requireNonNull(
        SpecText.load(SpecText.pod(lines)).spec().pods().get("node"), "node");
  }
}
