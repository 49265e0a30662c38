// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings, each column as wide as its widest cell. */
public final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings; every row has as many cells. */
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row. */
  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.length + " cells, " + rows.getFirst() + " wanted");
    }
    var row = new ArrayList<String>();
    for (String cell : cells) {
      row.add(Words.printable(cell));
    }
    rows.add(row);
  }

  /** Prints the headings and all rows. */
  public void print(PrintStream out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (var row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        line.append(cell);
        if (column < columns - 1) {
          line.append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
