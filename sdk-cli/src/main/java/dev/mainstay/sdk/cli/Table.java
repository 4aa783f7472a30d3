package dev.mainstay.sdk.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/** Rows under a head, in columns as wide as their widest cell. */
final class Table {

  private static final String GAP = "  ";

  private final List<ImmutableList<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(ImmutableList.copyOf(head));
  }

  Table row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under a head of " + rows.get(0).size());
    }
    rows.add(ImmutableList.copyOf(cells));
    return this;
  }

  ImmutableList<String> lines() {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (ImmutableList<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : GAP)
            .append(Strings.padEnd(row.get(column), width(column), ' '));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines.build();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
