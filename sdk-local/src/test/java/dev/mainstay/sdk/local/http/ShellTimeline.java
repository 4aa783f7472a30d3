package dev.mainstay.sdk.local.http;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the files that a script touches and removes are there, and when the servers that it runs.
 */
final class ShellTimeline {

  private static final Duration FOREVER = Duration.ofDays(1000);

  /** Until Python listens. */
  private static final Duration SERVER_START = Duration.ofMillis(300);

  private static final Pattern SLEEP = Pattern.compile("sleep ([0-9]+)");
  private static final Pattern TOUCH = Pattern.compile("touch (\\S+)");
  private static final Pattern REMOVE = Pattern.compile("rm (\\S+)");
  private static final Pattern SERVER =
      Pattern.compile("timeout ([0-9]+) .*http.server ([0-9]+) .*");

  /** A file or a port, and from when to when it is there. */
  private record Span(String what, Duration from, Duration to) {}

  private final ImmutableList<Span> spans;

  private ShellTimeline(List<Span> spans) {
    this.spans = ImmutableList.copyOf(spans);
  }

  static ShellTimeline of(String script) {
    List<Span> spans = new ArrayList<>();
    int rounds = script.contains("while true") ? 100 : 1;
    Duration now = Duration.ZERO;
    for (int i = 0; i < rounds; i++) {
      for (String statement : Splitter.onPattern(";| do ").trimResults().split(script)) {
        now = now.plus(perform(statement, now, spans));
      }
    }
    return new ShellTimeline(spans);
  }

  boolean has(String fileOrPort, Duration at) {
    return spans.stream()
        .anyMatch(
            span ->
                span.what.equals(fileOrPort)
                    && span.from.compareTo(at) <= 0
                    && at.compareTo(span.to) < 0);
  }

  /** How long a statement takes. */
  private static Duration perform(String statement, Duration now, List<Span> spans) {
    Matcher sleep = SLEEP.matcher(statement);
    if (sleep.matches()) {
      return Duration.ofSeconds(Long.parseLong(sleep.group(1)));
    }
    Matcher touch = TOUCH.matcher(statement);
    if (touch.matches()) {
      spans.add(new Span(touch.group(1), now, FOREVER));
    }
    Matcher remove = REMOVE.matcher(statement);
    if (remove.matches()) {
      spans.replaceAll(
          span ->
              span.what.equals(remove.group(1)) && span.to.equals(FOREVER)
                  ? new Span(span.what, span.from, now)
                  : span);
    }
    Matcher server = SERVER.matcher(statement);
    if (server.matches()) {
      Duration runs = Duration.ofSeconds(Long.parseLong(server.group(1)));
      spans.add(new Span(server.group(2), now.plus(SERVER_START), now.plus(runs)));
      return runs;
    }
    return Duration.ZERO;
  }
}
