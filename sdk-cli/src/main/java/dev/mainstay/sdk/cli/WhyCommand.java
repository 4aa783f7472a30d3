package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay why}. */
@Command(
    name = "why",
    description = {
      "Says why a pod is where it is, or not running yet.",
      "For each agent it tells what its last offer lacked."
    })
final class WhyCommand implements Callable<Integer> {

  @Mixin private final ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "POD", description = "Such as broker-0.")
  private String pod = "";

  private final Terminal terminal;

  WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ApiClient client = api.client(terminal);
    String answer = client.get("application/json", "pod", pod, "why");
    if (api.json()) {
      terminal.out().print(answer);
    } else {
      lines(client.parse(answer)).forEach(terminal::print);
    }
    return ExitCode.DONE.code();
  }

  private List<String> lines(JsonNode why) {
    List<String> lines = new ArrayList<>();
    JsonNode place = why.path("place");
    lines.add(
        place.isMissingNode()
            ? pod + " has no place yet."
            : "%s has its place on %s.".formatted(pod, place.path("hostname").asText()));
    addIfKnown(lines, "Its placement: ", why.path("placement"));
    addIfKnown(lines, "It cannot go on: ", why.path("error"));
    addIfKnown(lines, "Its last failure: ", why.path("lastFailure"));
    if (why.has("downSince")) {
      lines.add(PodTable.ahead("It", why));
    }
    if (why.path("offers").isEmpty()) {
      lines.add("No agent has offered anything of late.");
    } else {
      lines.addAll(offers(why.path("offers")));
    }
    return lines;
  }

  private static void addIfKnown(List<String> lines, String what, JsonNode value) {
    if (!value.asText().isEmpty()) {
      lines.add(what + value.asText());
    }
  }

  /** The last of each agent. */
  private List<String> offers(JsonNode offers) {
    Table table = new Table("AGENT", "LAST OFFER", "WHAT BECAME OF IT");
    for (JsonNode offer : offers) {
      List<String> what = new ArrayList<>();
      if (offer.path("outcome").asText().equals("used")) {
        what.add("used for " + pod);
      }
      offer
          .path("failures")
          .forEach(
              failure ->
                  what.add(
                      "%s: asked %s, found %s"
                          .formatted(
                              failure.path("rule").asText(),
                              failure.path("asked").asText(),
                              failure.path("available").asText())));
      if (what.isEmpty()) {
        what.add(offer.path("reason").asText());
      }
      table.row(
          offer.path("hostname").asText(), ShortTime.of(offer.path("at").asText()), what.get(0));
      what.stream().skip(1).forEach(more -> table.row("", "", more));
    }
    return table.lines(terminal.live() ? terminal.columns() : Integer.MAX_VALUE);
  }
}
