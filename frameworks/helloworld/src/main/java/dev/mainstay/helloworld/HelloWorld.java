package dev.mainstay.helloworld;

import dev.mainstay.sdk.service.Framework;

/** A service of its spec alone. */
public final class HelloWorld {

  private HelloWorld() {}

  /** Takes the arguments of {@code mainstay}. */
  public static void main(String[] args) {
    Framework.of(HelloWorld.class).run(args);
  }
}
