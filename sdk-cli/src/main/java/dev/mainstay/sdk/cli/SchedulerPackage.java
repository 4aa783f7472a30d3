package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one framework's scheduler is run by a supervisor. Both supervisors start it again when it
 * fails, and leave the service's tasks alone when it is away.
 *
 * @param program name of its jar, of its script and of the archive's folder
 * @param home the folder that the archive leaves on a machine, an absolute path
 * @param archive URI that agents fetch the archive from
 * @param master the Mesos
 * @param zookeeper where the state is kept; absent for the one that elects the master
 * @param service its name
 * @param user system user of the tasks; absent for the supervisor's own
 * @param options that were given, a JSON object
 * @param variables that were given over those of the options
 */
record SchedulerPackage(
    String program,
    String home,
    String archive,
    String master,
    @Nullable String zookeeper,
    String service,
    @Nullable String user,
    String options,
    ImmutableSortedMap<String, String> variables) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Enough for some hundred pods; the rest of {@link #MEMORY} is the JVM's own. */
  private static final String HEAP = "-Xmx512m";

  /** In MB. */
  private static final int MEMORY = 1024;

  /** Texts by their paths in the archive. */
  ImmutableSortedMap<String, String> files() {
    return ImmutableSortedMap.of(
        "bin/" + program,
        script(),
        "marathon.json",
        marathon(),
        "options.json",
        pretty(read(options)),
        program + ".service",
        unit());
  }

  private String script() {
    return """
        #!/bin/sh
        # The command line of this framework: '%1$s help'. Needs a Java 17 or newer in JAVA_HOME or on the PATH.
        # MAINSTAY_JAVA_OPTS: options for the Java virtual machine.
        set -eu

        # The folder around this file's, through symbolic links.
        self=$0
        while [ -L "$self" ]; do
          link=$(readlink "$self")
          case $link in
            /*) self=$link ;;
            *) self=$(dirname "$self")/$link ;;
          esac
        done
        home=$(cd "$(dirname "$self")/.." && pwd -P)

        if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
          java=$JAVA_HOME/bin/java
        else
          java=$(command -v java) || {
            echo "%1$s: no Java found; install a Java 17 or newer, or set JAVA_HOME" >&2
            exit 1
          }
        fi

        # shellcheck disable=SC2086
        exec "$java" -XX:+UseSerialGC ${MAINSTAY_JAVA_OPTS:-} -Dmainstay.program=%1$s -jar "$home/%1$s.jar" "$@"
        """
        .formatted(program);
  }

  /**
   * What Marathon calls the scheduler: the service's name, with lower-case letters for others, and
   * dashes for what Marathon does not take ({@code PathId}: labels of DNS names between slashes).
   */
  String appId() {
    return Splitter.on('/')
        .omitEmptyStrings()
        .splitToStream(service)
        .map(SchedulerPackage::dnsName)
        .collect(Collectors.joining("/", "/", ""));
  }

  private static String dnsName(String text) {
    return Splitter.on('.')
        .splitToStream(Ascii.toLowerCase(text).replaceAll("[^a-z0-9.]", "-"))
        .map(CharMatcher.is('-')::trimFrom)
        .filter(label -> !label.isEmpty())
        .collect(Collectors.joining("."));
  }

  /** <a href="https://mesosphere.github.io/marathon/docs/app-definition.html">Its format</a>. */
  private String marathon() {
    ObjectNode app = JSON.createObjectNode();
    app.put("id", appId());
    app.put(
        "cmd",
        "printf '%s' \"$OPTIONS\" > options.json && exec "
            + program
            + "/bin/"
            + program
            + " "
            + run(SchedulerPackage::shellWord)
            + " --api-host \"$HOST\" --api-port \"$PORT_API\" --options options.json --verbose");
    if (user != null) {
      app.put("user", user);
    }
    app.put("instances", 1).put("cpus", 0.5).put("mem", MEMORY);
    ObjectNode environment = app.putObject("env");
    environment.put("MAINSTAY_JAVA_OPTS", HEAP).put("OPTIONS", read(options).toString());
    app.putArray("fetch").addObject().put("uri", archive).put("extract", true);
    app.putArray("networks").addObject().put("mode", "host");
    app.putArray("portDefinitions")
        .addObject()
        .put("port", 0)
        .put("protocol", "tcp")
        .put("name", "api");
    ObjectNode health = app.putArray("healthChecks").addObject();
    health.put("protocol", "MESOS_HTTP").put("path", "/v1/health").put("portIndex", 0);
    health.put("gracePeriodSeconds", 300).put("intervalSeconds", 30);
    health.put("timeoutSeconds", 20).put("maxConsecutiveFailures", 3);
    // Never two at once: the new one would wait for the lead of the old one.
    app.putObject("upgradeStrategy").put("minimumHealthCapacity", 0).put("maximumOverCapacity", 0);
    app.putObject("labels").put("MARATHON_SINGLE_INSTANCE_APP", "true");
    return pretty(app);
  }

  /** For systemd, see systemd.service(5). */
  private String unit() {
    return """
        [Unit]
        Description=Scheduler of %1$s, a service on Apache Mesos
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        %2$sWorkingDirectory=%3$s
        Environment=MAINSTAY_JAVA_OPTS=%4$s
        ExecStart=%5$s %6$s --options %7$s --verbose
        # Ended by itself: the service is uninstalled. 2: what it is given is not right. 13: a newer version was here.
        Restart=on-failure
        RestartPreventExitStatus=2 13
        RestartSec=5
        # That of a JVM after SIGTERM.
        SuccessExitStatus=143

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(
            service.replace("%", "%%"),
            user == null ? "" : "User=" + user + "\n",
            home,
            HEAP,
            unitWord(home + "/bin/" + program),
            run(SchedulerPackage::unitWord),
            unitWord(home + "/options.json"));
  }

  private String run(UnaryOperator<String> word) {
    StringBuilder command = new StringBuilder("run --master ").append(word.apply(master));
    if (zookeeper != null) {
      command.append(" --zookeeper ").append(word.apply(zookeeper));
    }
    command.append(" --env-inherit");
    variables.forEach(
        (name, value) -> command.append(" --env ").append(word.apply(name + "=" + value)));
    return command.toString();
  }

  private static String shellWord(String text) {
    return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** As systemd takes apart a command line: specifiers and variables are literal. */
  private static String unitWord(String text) {
    String literal = text.replace("%", "%%").replace("$", "$$");
    return literal.matches("[\\w@%$+=:,./-]+")
        ? literal
        : "\""
            + literal
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
            + "\"";
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the options are no JSON: " + json, e);
    }
  }

  private static String pretty(JsonNode json) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try {
      return JSON.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }
}
