package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What is told of a pod that is down. */
final class PodTableTest {

  private static ObjectNode down() {
    return JsonNodeFactory.instance.objectNode().put("downSince", "2026-01-02T03:04:05.1Z");
  }

  @Test
  void the_time_of_its_replacement_is_told_where_it_is_known() {
    assertThat(PodTable.ahead("web-0", down().put("replacedAt", "2026-01-02T04:04:05Z")))
        .isEqualTo(
            "web-0 has been down since 2026-01-02T03:04:05Z and is replaced at 2026-01-02T04:04:05Z"
                + " unless it comes back.");
    assertThat(PodTable.ahead("It", down()))
        .isEqualTo(
            "It has been down since 2026-01-02T03:04:05Z and is replaced unless it comes back;"
                + " when is known once the master has told how tasks stand.");
  }
}
