package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ContainerStatus;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.MasterInfo;
import dev.mainstay.sdk.mesos.NetworkInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Secret;
import dev.mainstay.sdk.mesos.Volume;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Draws any record of the Mesos vocabulary, component by component, so that a new component is
 * drawn without a change here. Only what Mesos itself forbids (a secret that is reference and value
 * at once) is written down.
 */
final class RandomRecords {

  private static final Duration YEAR = Duration.ofDays(365);

  private final Random random;

  RandomRecords(Random random) {
    this.random = random;
  }

  /** A value of a record, a sealed interface, an enum or a simple type. */
  <T> T draw(Class<T> type) {
    return type.cast(drawAny(type));
  }

  private Object drawAny(Type type) {
    if (type instanceof ParameterizedType generic) {
      return collection(generic);
    }
    Class<?> plain = (Class<?>) type;
    Object special = special(plain);
    if (special != null) {
      return special;
    }
    if (plain.isEnum()) {
      return oneOf(plain.getEnumConstants());
    }
    if (plain.isSealed()) {
      return drawAny(oneOf(plain.getPermittedSubclasses()));
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    return simple(plain);
  }

  /** Records in which not every combination means something. */
  private @Nullable Object special(Class<?> type) {
    boolean coin = random.nextBoolean();
    if (type == Secret.class) {
      return coin ? new Secret(text(), null) : new Secret(null, new byte[] {1, (byte) 200});
    } else if (type == EnvironmentVariable.class) {
      return new EnvironmentVariable(
          text(), coin ? text() : null, coin ? null : draw(Secret.class));
    } else if (type == PortRanges.Range.class) {
      long begin = random.nextInt(65536);
      return new PortRanges.Range(begin, begin + random.nextInt(100));
    } else if (type == Attribute.class) {
      Attribute.Kind kind = draw(Attribute.Kind.class);
      return new Attribute(
          text(),
          kind,
          switch (kind) {
            case TEXT -> text();
            case SCALAR -> draw(Scalar.class).toString();
            case RANGES -> draw(PortRanges.class).toString().replace(" ", "");
          });
    } else if (type == Volume.class) {
      return new Volume(
          text(),
          draw(Volume.Mode.class),
          coin ? text() : null,
          coin ? null : draw(Volume.Source.class));
    } else if (type == DiskInfo.Source.class) {
      DiskInfo.Source.Kind kind = draw(DiskInfo.Source.Kind.class);
      boolean rooted = kind == DiskInfo.Source.Kind.PATH || kind == DiskInfo.Source.Kind.MOUNT;
      return new DiskInfo.Source(kind, rooted && coin ? text() : null, text(), null);
    } else if (type == CheckInfo.class) {
      return check();
    } else if (type == HealthCheck.class) {
      return health();
    } else if (type == CheckResult.class) {
      CheckInfo.ProbeKind kind = draw(CheckInfo.ProbeKind.class);
      return new CheckResult(
          kind, coin || kind == CheckInfo.ProbeKind.UNKNOWN ? null : random.nextInt(2));
    } else if (type == NetworkInfo.IpAddress.class) {
      return new NetworkInfo.IpAddress(coin ? "IPv4" : "IPv6", text());
    } else if (type == ContainerInfo.ResourceLimit.class) {
      return new ContainerInfo.ResourceLimit("RLMT_NOFILE", coin ? 7L : null, coin ? 9L : null);
    } else if (type == ContainerInfo.LinuxInfo.class) {
      return new ContainerInfo.LinuxInfo(coin, "PRIVATE", 64, coin ? text() : null, !coin, null);
    } else if (type == ContainerStatus.class) {
      return new ContainerStatus(
          text(), coin ? text() : null, ImmutableList.of(draw(NetworkInfo.class)), 17);
    } else if (type == MasterInfo.class) {
      return new MasterInfo(
          text(),
          new Address(text(), "10.1.2." + random.nextInt(256), 5050),
          coin ? text() : null,
          null,
          null,
          ImmutableList.of("AGENT_UPDATE", "QUOTA_V2"));
    }
    return null;
  }

  private CheckInfo check() {
    Probe probe = draw(Probe.class);
    return new CheckInfo(
        kind(probe),
        probe instanceof Probe.Http http ? new Probe.Http(http.port(), http.path(), null) : probe,
        draw(Duration.class),
        draw(Duration.class),
        draw(Duration.class));
  }

  private HealthCheck health() {
    Probe probe = draw(Probe.class);
    return new HealthCheck(
        kind(probe),
        random.nextInt(5) == 0 ? null : probe,
        draw(Duration.class),
        draw(Duration.class),
        draw(Duration.class),
        random.nextInt(10),
        draw(Duration.class));
  }

  private static CheckInfo.ProbeKind kind(Probe probe) {
    return probe.accept(
        new Probe.Visitor<>() {
          @Override
          public CheckInfo.ProbeKind command(Probe.Command command) {
            return CheckInfo.ProbeKind.COMMAND;
          }

          @Override
          public CheckInfo.ProbeKind http(Probe.Http http) {
            return CheckInfo.ProbeKind.HTTP;
          }

          @Override
          public CheckInfo.ProbeKind tcp(Probe.Tcp tcp) {
            return CheckInfo.ProbeKind.TCP;
          }
        });
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean absent = nullable(components[i].getAnnotatedType()) && random.nextInt(3) == 0;
      values[i] = absent ? null : drawAny(components[i].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make a " + type, e);
    }
  }

  private static boolean nullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private Object collection(ParameterizedType type) {
    int size = random.nextInt(3);
    Type element = type.getActualTypeArguments()[0];
    if (type.getRawType() == ImmutableSortedMap.class) {
      ImmutableSortedMap.Builder<String, Object> map = ImmutableSortedMap.naturalOrder();
      for (int i = 0; i < size; i++) {
        map.put(text() + i, drawAny(type.getActualTypeArguments()[1]));
      }
      return map.build();
    }
    ImmutableList.Builder<Object> list = ImmutableList.builder();
    for (int i = 0; i < size; i++) {
      list.add(drawAny(element));
    }
    return type.getRawType() == ImmutableSortedSet.class
        ? ImmutableSortedSet.of(text(), "other")
        : list.build();
  }

  private Object simple(Class<?> type) {
    if (type == String.class) {
      return text();
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt(65536);
    } else if (type == long.class || type == Long.class) {
      return (long) random.nextInt(1_000_000);
    } else if (type == Byte.class) {
      return (byte) random.nextInt(256);
    } else if (type == Duration.class) {
      return Duration.ofMillis(random.nextLong(YEAR.toMillis()));
    } else if (type == Instant.class) {
      return Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt());
    } else if (type == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    }
    throw new AssertionError("no way to draw a " + type);
  }

  private String text() {
    return "t"
        + Integer.toString(random.nextInt(1_000_000), 36)
        + (random.nextInt(9) == 0 ? "é" : "");
  }

  private <T> T oneOf(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
