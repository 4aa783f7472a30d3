package dev.mainstay.sdk.spec.yaml.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keys that the decoders ask for are those of the records' annotations. Asked with a key that
 * nobody knows, the loader says which it knows.
 */
final class DecodedKeysTest {

  /** A comment stands in each kind of object, where the unknown key goes. */
  private static final String SPEC =
      """
      name: kiosk
      #service
      pods:
        booth:
          count: 1
          #pod
          rollout:
            deadline: 10m
            #rollout
          networks:
            dcos:
              labels: a:b
              #network
          rlimits:
            RLIMIT_AS:
              soft: 1
              hard: 1
              #rlimit
          host-volumes:
            certificates:
              host-path: /etc/ssl
              container-path: ssl
              #host-volume
          external-volumes:
            far:
              type: DOCKER
              driver-name: pxd
              container-path: far
              #external-volume
          secrets:
            password:
              secret: kiosk/password
              #secret
          resource-sets:
            tools:
              cpus: 1
              #resource-set
          tasks:
            server:
              goal: RUNNING
              cmd: ./serve
              cpus: 1
              #task
              resource-limits:
                cpus: unlimited
                #resource-limits
              transport-encryption:
                - name: server
                  type: TLS
                  #transport-encryption
              ports:
                http:
                  port: 0
                  #port
                  vip:
                    port: 80
                    #vip
              volumes:
                data:
                  path: data
                  type: ROOT
                  size: 1
                  #volume
              configs:
                main:
                  template: main.mustache
                  dest: main
                  #config
              health-check:
                cmd: 'true'
                interval: 1
                grace-period: 1
                max-consecutive-failures: 1
                timeout: 1
                #health-check
              readiness-check:
                cmd: 'true'
                interval: 1
                timeout: 1
                #readiness-check
              discovery:
                prefix: booth
                #discovery
      plans:
        deploy:
          #plan
          phases:
            all:
              pod: booth
              #phase
        sweep:
          parameters:
            DEPTH:
              required: true
              #parameter
          phases:
            all:
              pod: booth
      bad: 1
      """;

  private static final String STRANGER = "qqqqqqqqqqqq";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service",
        "pod",
        "network",
        "rlimit",
        "host-volume",
        "external-volume",
        "secret",
        "resource-limits",
        "transport-encryption",
        "resource-set",
        "task",
        "port",
        "vip",
        "volume",
        "config",
        "health-check",
        "readiness-check",
        "discovery",
        "rollout",
        "plan",
        "parameter",
        "phase"
      })
  void the_decoder_asks_for_the_keys_of_the_schema(String kind) {
    ObjectShape object = Shapes.objects().get(kind);
    assertThat(object).isNotNull();
    Set<String> known = new TreeSet<>(known(kind));
    known.removeAll(object.legacy().keySet());
    assertThat(known)
        .isEqualTo(
            object.keys().stream()
                .map(key -> key.path().get(0))
                .collect(ImmutableSet.toImmutableSet()));
  }

  private static ImmutableSet<String> known(String kind) {
    InvalidInputException refusal =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                SpecLoader.load(
                    "svc.yml",
                    SPEC.replace("#" + kind + "\n", STRANGER + ": 1\n"),
                    ImmutableMap.of(),
                    new NoTemplates()));
    String said =
        refusal.problems().stream()
            .map(Problem::toString)
            .filter(text -> text.contains(STRANGER))
            .findFirst()
            .orElseThrow();
    String names = said.substring(said.indexOf("known are ") + "known are ".length());
    return ImmutableSet.copyOf(Splitter.on(", ").split(names));
  }

  /** One template, with nothing in it. */
  private static final class NoTemplates implements TemplateReader {
    @Override
    public Optional<String> read(String path) {
      return Optional.of("");
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of();
    }
  }
}
