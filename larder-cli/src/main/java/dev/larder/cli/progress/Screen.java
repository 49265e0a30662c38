// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.console.Terminal;
import dev.larder.cli.console.Terminal.Size;
import java.io.PrintStream;
import java.util.List;

/**
 * A few lines of a terminal that are drawn again in their place, by ECMA-48's control sequences.
 * Not safe for use by several threads.
 */
final class Screen {
  private static final String ERASE_TO_END_OF_LINE = "\033[K";
  private static final String ERASE_BELOW = "\033[J";

  private final PrintStream err;
  private final Terminal terminal;
  private List<String> drawn = List.of();

  Screen(PrintStream err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** {@return the window's size now: people resize windows} */
  Size size() {
    return terminal.size().orElse(Size.USUAL);
  }

  /** Draws {@code lines}, none longer than the window is wide, in the place of those before. */
  void draw(List<String> lines) {
    if (lines.equals(drawn)) {
      return;
    }
    var text = backToFirstLine();
    for (String line : lines) {
      text.append(line).append(ERASE_TO_END_OF_LINE).append('\n');
    }
    flush(text.append(ERASE_BELOW));
    drawn = List.copyOf(lines);
  }

  /** Prints a line that stays, and draws what was drawn again below it. */
  void printAbove(String line) {
    flush(backToFirstLine().append(line).append(ERASE_BELOW).append('\n'));
    var again = drawn;
    drawn = List.of();
    draw(again);
  }

  /** A line that was drawn in a wider window takes several rows of a narrower one. */
  private StringBuilder backToFirstLine() {
    int columns = size().columns();
    int rows = 0;
    for (String line : drawn) {
      rows += Math.max(1, Math.ceilDiv(line.length(), columns));
    }
    var text = new StringBuilder();
    if (rows > 0) {
      text.append("\r\033[").append(rows).append('A');
    }
    return text;
  }

  /** In one piece, so that nobody sees half of it. */
  private void flush(CharSequence text) {
    err.print(text);
    err.flush();
  }
}
