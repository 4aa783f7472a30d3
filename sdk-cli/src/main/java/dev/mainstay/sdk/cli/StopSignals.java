package dev.mainstay.sdk.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM: the first one asks for a clean stop, the second one ends the process at once.
 *
 * <p>A shutdown hook cannot do that, as the JVM ignores further signals while hooks run. {@code
 * sun.misc.Signal} is part of every JDK (module {@code jdk.unsupported}) but not of the language's
 * interface, hence the reflection.
 */
final class StopSignals {

  /** What a shell says of a process that SIGINT ended. */
  private static final int INTERRUPTED = 130;

  private StopSignals() {}

  /** From now on {@code stop} is called for the first signal, on a thread of the JVM. */
  static void onFirst(Runnable stop) {
    AtomicInteger signals = new AtomicInteger();
    handle("INT", signals, stop);
    handle("TERM", signals, stop);
  }

  private static void handle(String name, AtomicInteger signals, Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  received(signals, stop);
                  return null;
                }
                return method.getName().equals("hashCode")
                    ? (Object) System.identityHashCode(self)
                    : (Object) method.getName().equals("equals");
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      // The JVM was told not to handle this signal (-Xrs): it ends the process at once.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no signals", e);
    }
  }

  private static void received(AtomicInteger signals, Runnable stop) {
    if (signals.incrementAndGet() == 1) {
      stop.run();
    } else {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
  }
}
