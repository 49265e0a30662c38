// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A terminal that understands what a screen sends, wraps long lines, and can be looked at. */
final class VirtualTerminal implements Terminal {
  private static final Pattern CONTROL =
      Pattern.compile("\033\\[(\\d*)([A-Z])|.|\n", Pattern.DOTALL);

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(sent, false, StandardCharsets.UTF_8);
  private final List<StringBuilder> rows = new ArrayList<>();
  private Size size;
  private int row;
  private int column;

  VirtualTerminal(int columns, int rows) {
    size = new Size(columns, rows);
    this.rows.add(new StringBuilder());
  }

  @Override
  public Optional<Size> size() {
    return Optional.of(size);
  }

  PrintStream stream() {
    return stream;
  }

  /** Makes the window narrower; lines that do not fit flow on, as in common emulators. */
  void narrow(int columns) {
    feed();
    var flowed = new ArrayList<StringBuilder>();
    int cursor = 0;
    for (int index = 0; index < rows.size(); index++) {
      if (index == row) {
        cursor = flowed.size();
      }
      String line = rows.get(index).toString().stripTrailing();
      do {
        int end = Math.min(columns, line.length());
        flowed.add(new StringBuilder(line.substring(0, end)));
        line = line.substring(end);
      } while (!line.isEmpty());
    }
    rows.clear();
    rows.addAll(flowed);
    row = cursor;
    size = new Size(columns, size.rows());
  }

  /** {@return what is to be seen, without blanks at the ends} */
  List<String> lines() {
    feed();
    var lines =
        new ArrayList<>(rows.stream().map(line -> line.toString().stripTrailing()).toList());
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private void feed() {
    var tokens = CONTROL.matcher(sent.toString(StandardCharsets.UTF_8));
    sent.reset();
    while (tokens.find()) {
      if (tokens.group(2) == null) {
        print(tokens.group().charAt(0));
      } else {
        obey(tokens.group(2), tokens.group(1));
      }
    }
  }

  private void obey(String command, String number) {
    switch (command) {
      case "A" -> {
        row -= Integer.parseInt(number);
        if (row < 0) {
          throw new AssertionError("the cursor left the screen");
        }
      }
      case "K" -> rows.get(row).setLength(Math.min(column, rows.get(row).length()));
      case "J" -> {
        rows.get(row).setLength(Math.min(column, rows.get(row).length()));
        rows.subList(row + 1, rows.size()).clear();
      }
      default -> throw new AssertionError("unknown control sequence " + command);
    }
  }

  private void print(char c) {
    switch (c) {
      case '\r' -> column = 0;
      case '\n' -> {
        column = 0;
        row++;
        if (row == rows.size()) {
          rows.add(new StringBuilder());
        }
      }
      default -> {
        if (column == size.columns()) {
          print('\n');
        }
        var line = rows.get(row);
        line.append(" ".repeat(Math.max(0, column + 1 - line.length()))).setCharAt(column, c);
        column++;
      }
    }
  }
}
