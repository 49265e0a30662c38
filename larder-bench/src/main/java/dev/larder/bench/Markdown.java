// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of figures as Markdown: with every spread for docs/performance.md, short for README.
 */
final class Markdown {
  private static final String NOTHING = "–";

  private Markdown() {}

  /** {@return medians and spreads} */
  static String table(List<Figure> figures) {
    return table(
        figures,
        List.of("what", "larder", "msb", "floor", "of msb", "of the floor", "to reach", "reached"),
        figure ->
            List.of(
                figure.what(),
                figure.unit().spread(figure.larder()),
                figure.unit().spread(figure.peer()),
                figure.unit().spread(figure.floor()),
                Unit.NONE.spread(figure.ofPeer()),
                Unit.NONE.spread(figure.ofFloor()),
                targets(figure),
                reached(figure)));
  }

  /** {@return medians alone} */
  static String shortTable(List<Figure> figures) {
    return table(
        figures,
        List.of("what", "larder", "msb", "of msb", "to reach"),
        figure ->
            List.of(
                figure.what(),
                figure.unit().median(figure.larder()),
                figure.unit().median(figure.peer()),
                Unit.NONE.median(figure.ofPeer()),
                targets(figure)));
  }

  private static String table(
      List<Figure> figures, List<String> heads, Function<Figure, List<String>> cells) {
    var text = new StringBuilder(line(heads));
    text.append(line(heads.stream().map(head -> "---").toList()));
    figures.forEach(figure -> text.append(line(cells.apply(figure))));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String targets(Figure figure) {
    return joined(figure, target -> target.text(figure.unit()));
  }

  private static String reached(Figure figure) {
    return joined(figure, target -> target.isReachedBy(figure) ? "yes" : "no");
  }

  private static String joined(Figure figure, Function<Target, String> words) {
    return figure.targets().isEmpty()
        ? NOTHING
        : figure.targets().stream().map(words).collect(Collectors.joining(", "));
  }
}
