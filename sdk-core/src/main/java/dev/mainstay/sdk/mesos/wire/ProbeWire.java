package dev.mainstay.sdk.mesos.wire;

import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.Probe;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;

/** Checks, health checks and their results. */
final class ProbeWire {

  private ProbeWire() {}

  static Protos.CheckInfo check(CheckInfo check) {
    Protos.CheckInfo.Builder proto =
        Protos.CheckInfo.newBuilder()
            .setType(checkType(check.kind()))
            .setDelaySeconds(CommonWire.seconds(check.delay()))
            .setIntervalSeconds(CommonWire.seconds(check.interval()))
            .setTimeoutSeconds(CommonWire.seconds(check.timeout()));
    Probe probe = check.probe();
    if (probe != null) {
      probe.accept(new CheckWriter(proto));
    }
    return proto.build();
  }

  static CheckInfo check(Protos.CheckInfo proto) {
    ProbeKind kind =
        switch (proto.getType()) {
          case UNKNOWN -> ProbeKind.UNKNOWN;
          case COMMAND -> ProbeKind.COMMAND;
          case HTTP -> ProbeKind.HTTP;
          case TCP -> ProbeKind.TCP;
        };
    return new CheckInfo(
        kind,
        probe(proto, kind),
        CommonWire.duration(proto.getDelaySeconds()),
        CommonWire.duration(proto.getIntervalSeconds()),
        CommonWire.duration(proto.getTimeoutSeconds()));
  }

  static Protos.HealthCheck health(HealthCheck check) {
    Protos.HealthCheck.Builder proto =
        Protos.HealthCheck.newBuilder()
            .setType(
                switch (check.kind()) {
                  case UNKNOWN -> Protos.HealthCheck.Type.UNKNOWN;
                  case COMMAND -> Protos.HealthCheck.Type.COMMAND;
                  case HTTP -> Protos.HealthCheck.Type.HTTP;
                  case TCP -> Protos.HealthCheck.Type.TCP;
                })
            .setDelaySeconds(CommonWire.seconds(check.delay()))
            .setIntervalSeconds(CommonWire.seconds(check.interval()))
            .setTimeoutSeconds(CommonWire.seconds(check.timeout()))
            .setConsecutiveFailures(check.consecutiveFailures())
            .setGracePeriodSeconds(CommonWire.seconds(check.gracePeriod()));
    Probe probe = check.probe();
    if (probe != null) {
      probe.accept(new HealthWriter(proto));
    }
    return proto.build();
  }

  static HealthCheck health(Protos.HealthCheck proto) {
    ProbeKind kind =
        switch (proto.getType()) {
          case UNKNOWN -> ProbeKind.UNKNOWN;
          case COMMAND -> ProbeKind.COMMAND;
          case HTTP -> ProbeKind.HTTP;
          case TCP -> ProbeKind.TCP;
        };
    return new HealthCheck(
        kind,
        probe(proto, kind),
        CommonWire.duration(proto.getDelaySeconds()),
        CommonWire.duration(proto.getIntervalSeconds()),
        CommonWire.duration(proto.getTimeoutSeconds()),
        proto.getConsecutiveFailures(),
        CommonWire.duration(proto.getGracePeriodSeconds()));
  }

  static Protos.CheckStatusInfo result(CheckResult result) {
    Protos.CheckStatusInfo.Builder proto =
        Protos.CheckStatusInfo.newBuilder().setType(checkType(result.kind()));
    Integer value = result.value();
    switch (result.kind()) {
      case COMMAND -> {
        proto.setCommand(Protos.CheckStatusInfo.Command.getDefaultInstance());
        if (value != null) {
          proto.getCommandBuilder().setExitCode(value);
        }
      }
      case HTTP -> {
        proto.setHttp(Protos.CheckStatusInfo.Http.getDefaultInstance());
        if (value != null) {
          proto.getHttpBuilder().setStatusCode(value);
        }
      }
      case TCP -> {
        proto.setTcp(Protos.CheckStatusInfo.Tcp.getDefaultInstance());
        if (value != null) {
          proto.getTcpBuilder().setSucceeded(value != 0);
        }
      }
      case UNKNOWN -> {}
    }
    return proto.build();
  }

  static CheckResult result(Protos.CheckStatusInfo proto) {
    return switch (proto.getType()) {
      case COMMAND ->
          new CheckResult(
              ProbeKind.COMMAND,
              proto.getCommand().hasExitCode() ? proto.getCommand().getExitCode() : null);
      case HTTP ->
          new CheckResult(
              ProbeKind.HTTP,
              proto.getHttp().hasStatusCode() ? proto.getHttp().getStatusCode() : null);
      case TCP -> new CheckResult(ProbeKind.TCP, succeeded(proto.getTcp()));
      case UNKNOWN -> new CheckResult(ProbeKind.UNKNOWN, null);
    };
  }

  private static @Nullable Integer succeeded(Protos.CheckStatusInfo.Tcp proto) {
    if (!proto.hasSucceeded()) {
      return null;
    }
    return proto.getSucceeded() ? 1 : 0;
  }

  private static Protos.CheckInfo.Type checkType(ProbeKind kind) {
    return switch (kind) {
      case UNKNOWN -> Protos.CheckInfo.Type.UNKNOWN;
      case COMMAND -> Protos.CheckInfo.Type.COMMAND;
      case HTTP -> Protos.CheckInfo.Type.HTTP;
      case TCP -> Protos.CheckInfo.Type.TCP;
    };
  }

  private static @Nullable Probe probe(Protos.CheckInfo proto, ProbeKind kind) {
    return switch (kind) {
      case COMMAND ->
          proto.hasCommand()
              ? new Probe.Command(ContainerWire.command(proto.getCommand().getCommand()))
              : null;
      case HTTP ->
          proto.hasHttp()
              ? new Probe.Http(
                  proto.getHttp().getPort(),
                  proto.getHttp().hasPath() ? proto.getHttp().getPath() : null,
                  null)
              : null;
      case TCP -> proto.hasTcp() ? new Probe.Tcp(proto.getTcp().getPort()) : null;
      case UNKNOWN -> null;
    };
  }

  private static @Nullable Probe probe(Protos.HealthCheck proto, ProbeKind kind) {
    return switch (kind) {
      case COMMAND ->
          proto.hasCommand() ? new Probe.Command(ContainerWire.command(proto.getCommand())) : null;
      case HTTP ->
          proto.hasHttp()
              ? new Probe.Http(
                  proto.getHttp().getPort(),
                  proto.getHttp().hasPath() ? proto.getHttp().getPath() : null,
                  proto.getHttp().hasScheme() ? proto.getHttp().getScheme() : null)
              : null;
      case TCP -> proto.hasTcp() ? new Probe.Tcp(proto.getTcp().getPort()) : null;
      case UNKNOWN -> null;
    };
  }

  /** Sets the probe of a check; Mesos's HTTP checks know no scheme. */
  private record CheckWriter(Protos.CheckInfo.Builder proto)
      implements Probe.Visitor<Protos.CheckInfo.Builder> {

    @Override
    public Protos.CheckInfo.Builder command(Probe.Command probe) {
      proto.getCommandBuilder().setCommand(ContainerWire.command(probe.command()));
      return proto;
    }

    @Override
    public Protos.CheckInfo.Builder http(Probe.Http probe) {
      proto.getHttpBuilder().setPort(probe.port());
      String path = probe.path();
      if (path != null) {
        proto.getHttpBuilder().setPath(path);
      }
      return proto;
    }

    @Override
    public Protos.CheckInfo.Builder tcp(Probe.Tcp probe) {
      proto.getTcpBuilder().setPort(probe.port());
      return proto;
    }
  }

  /** Sets the probe of a health check. */
  private record HealthWriter(Protos.HealthCheck.Builder proto)
      implements Probe.Visitor<Protos.HealthCheck.Builder> {

    @Override
    public Protos.HealthCheck.Builder command(Probe.Command probe) {
      return proto.setCommand(ContainerWire.command(probe.command()));
    }

    @Override
    public Protos.HealthCheck.Builder http(Probe.Http probe) {
      proto.getHttpBuilder().setPort(probe.port());
      String path = probe.path();
      if (path != null) {
        proto.getHttpBuilder().setPath(path);
      }
      String scheme = probe.scheme();
      if (scheme != null) {
        proto.getHttpBuilder().setScheme(scheme);
      }
      return proto;
    }

    @Override
    public Protos.HealthCheck.Builder tcp(Probe.Tcp probe) {
      proto.getTcpBuilder().setPort(probe.port());
      return proto;
    }
  }
}
