// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.bench.input.SmallFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes the table of figures of docs/performance.md, and its short form of README.md. */
final class FigureTable {
  private static final int TURNS = 5;
  private static final int SMALL_FILES = 113_000;

  private static final List<Row> ROWS =
      List.of(
          ColdPull.ofLab(
              "devbox",
              List.of(new Target.OfPeer(0.33), new Target.OfFloor(1.25)),
              List.of(new Target.OfPeer(0.6))),
          ColdPull.ofLab("app", List.of(new Target.OfPeer(0.6)), List.of()),
          new WarmPull(),
          new ColdPull(
              SmallFiles.TAG,
              "cold pull of a layer of 113,000 small files",
              FigureTable::smallFiles,
              List.of(new Target.OfPeer(0.5)),
              List.of()),
          new Load(),
          new Merge(),
          new FsmetaSize(),
          new ReadCommands(),
          new ReadCalls(),
          new Prune(),
          new SyncAtEnd());

  private FigureTable() {}

  /**
   * Prints the tables, and what was verified; tells on standard error how each row went.
   *
   * @param arguments the launcher {@code larder}, the peer's {@code msb}, the number of turns if it
   *     is not five, and the names of rows if it is not all
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    var words = new ArrayList<>(List.of(arguments));
    if (words.size() < 2) {
      throw usage();
    }
    var commands = new Commands(words.removeFirst(), words.removeFirst());
    int turns =
        !words.isEmpty() && words.getFirst().matches("[1-9][0-9]{0,3}")
            ? Integer.parseInt(words.removeFirst())
            : TURNS;
    List<Row> rows = named(words);
    boolean failed = false;
    Consumer<String> details = System.err::println;
    try (var bench = new Workbench(commands, turns, details)) {
      var figures = new ArrayList<Figure>();
      for (Row row : rows) {
        try {
          figures.addAll(row.measure(bench));
        } catch (IOException e) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          // The others are worth having, and may have taken half an hour.
          System.err.println(row.name() + ": " + e.getMessage());
          failed = true;
        }
      }
      System.out.println(Markdown.table(figures));
      System.out.println(Markdown.shortTable(figures));
      System.out.println("`verify --deep` finds nothing after:");
      bench.verified().forEach(what -> System.out.println("- " + what));
    }
    System.exit(failed ? 1 : 0);
  }

  private static RegistryImage smallFiles(Workbench bench) throws IOException {
    Path directory = bench.directory(SmallFiles.TAG);
    Path layout = directory.resolve("oci");
    SmallFiles.writeLayout(SMALL_FILES, layout, directory.resolve("layer"));
    return bench.registry().serve(layout, SmallFiles.TAG);
  }

  private static List<Row> named(List<String> names) {
    if (names.isEmpty()) {
      return ROWS;
    }
    Set<String> unknown = new TreeSet<>(names);
    ROWS.forEach(row -> unknown.remove(row.name()));
    if (!unknown.isEmpty()) {
      System.err.println("no such row: " + String.join(", ", unknown));
      throw usage();
    }
    return ROWS.stream().filter(row -> names.contains(row.name())).toList();
  }

  private static RuntimeException usage() {
    System.err.println(
        "usage: table MSB [TURNS] [ROW...]\nrows: "
            + ROWS.stream().map(Row::name).collect(Collectors.joining(" ")));
    System.exit(2);
    return new IllegalStateException("unreachable");
  }
}
