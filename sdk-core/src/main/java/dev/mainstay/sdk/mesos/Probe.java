package dev.mainstay.sdk.mesos;

import org.jspecify.annotations.Nullable;

/** One way to find out whether a task is ready or healthy. */
public sealed interface Probe {

  /** Runs a command in the task's container; exit code 0 is good. */
  record Command(CommandInfo command) implements Probe {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.command(this);
    }
  }

  /** Asks for a path by HTTP; 200 to 399 is good. */
  record Http(int port, @Nullable String path, @Nullable String scheme) implements Probe {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.http(this);
    }
  }

  /** Opens a TCP connection. */
  record Tcp(int port) implements Probe {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tcp(this);
    }
  }

  <R> R accept(Visitor<R> visitor);

  /** One case for each kind. */
  interface Visitor<R> {
    R command(Command probe);

    R http(Http probe);

    R tcp(Tcp probe);
  }
}
