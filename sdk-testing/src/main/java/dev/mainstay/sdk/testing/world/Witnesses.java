package dev.mainstay.sdk.testing.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All observers of one world. */
final class Witnesses {

  private final List<Observer> observers = new ArrayList<>();

  void add(Observer observer) {
    observers.add(observer);
  }

  boolean isEmpty() {
    return observers.isEmpty();
  }

  void tell(Consumer<Observer> what) {
    for (int i = 0; i < observers.size(); i++) {
      what.accept(observers.get(i));
    }
  }
}
