package dev.mainstay.sdk.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows under a head, in columns as wide as their widest cell. */
final class Table {

  private static final String GAP = "  ";

  /** Words in fewer columns are not read easily; then the terminal wraps. */
  private static final int FEWEST_COLUMNS = 24;

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

  /**
   * The lines, none wider than so many columns if the last cell can be broken between its words.
   */
  ImmutableList<String> lines(int columns) {
    int last = rows.get(0).size() - 1;
    int before = 0;
    for (int column = 0; column < last; column++) {
      before += width(column) + GAP.length();
    }
    int room = Math.max(FEWEST_COLUMNS, columns - before);
    Table broken = new Table(rows.get(0).toArray(String[]::new));
    for (ImmutableList<String> row : rows.subList(1, rows.size())) {
      List<String> cells = new ArrayList<>(row);
      for (String part : parts(row.get(last), room)) {
        cells.set(last, part);
        broken.row(cells.toArray(String[]::new));
        Collections.fill(cells, "");
      }
    }
    return broken.lines();
  }

  private static ImmutableList<String> parts(String text, int width) {
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    String rest = text;
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : rest.indexOf(' ');
      if (end < 0) {
        break;
      }
      parts.add(rest.substring(0, end));
      rest = rest.substring(end + 1);
    }
    return parts.add(rest).build();
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
