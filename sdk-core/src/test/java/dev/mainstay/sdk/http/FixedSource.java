package dev.mainstay.sdk.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One view for ever, or none.
 *
 * @param ended what is said of a service that is uninstalled, absent before
 */
record FixedSource(@Nullable ServiceView view, @Nullable String ended)
    implements ServiceView.Source {

  static FixedSource of(ServiceView view) {
    return new FixedSource(view, null);
  }

  @Override
  public Optional<ServiceView> current() {
    return Optional.ofNullable(view);
  }

  @Override
  public Optional<ServiceView> newest() {
    return current();
  }

  @Override
  public String whyNone() {
    return "the scheduler is starting";
  }

  @Override
  public Optional<String> gone() {
    return Optional.ofNullable(ended);
  }
}
