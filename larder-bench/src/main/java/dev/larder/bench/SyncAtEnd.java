// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.erofs.LayerConverter;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.store.Home;
import dev.larder.store.StagedFile;
import dev.larder.store.Store;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.oracle.Trees;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a large layer as a pull does once it is decompressed, and then makes it durable: how long
 * the end is that nobody can shorten but by writing earlier.
 */
final class SyncAtEnd implements Row {
  private static final int FILES = 16;
  private static final int FILE_BYTES = 1 << 26;
  private static final int BUFFER_BYTES = 1 << 18;

  @Override
  public String name() {
    return "sync";
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    Path directory = bench.directory("sync");
    Path tar = tarIn(directory);
    var writing = new ArrayList<Double>();
    var syncing = new ArrayList<Double>();
    try (Store store = Store.open(new Home(directory.resolve("home")), step -> {})) {
      for (int turn = 0; turn <= bench.turns(); turn++) {
        Path layer = directory.resolve("layer");
        try (StagedFile staged = store.stage(1)) {
          long start = System.nanoTime();
          write(tar, staged);
          long written = System.nanoTime();
          staged.publish(layer);
          long synced = System.nanoTime();
          if (turn > 0) {
            writing.add((written - start) / 1e9);
            syncing.add((synced - written) / 1e9);
          }
        }
        Files.delete(layer);
      }
    } finally {
      Trees.delete(directory);
    }
    var seconds = new Samples(writing);
    return List.of(
        Figure.alone("writing a layer of 1 GiB", Unit.SECONDS, seconds),
        Figure.alone(
            "its sync at the end, as a share of that",
            Unit.NONE,
            new Samples(syncing).dividedBy(seconds)));
  }

  private static void write(Path tar, StagedFile staged) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            new FilterInputStream(Files.newInputStream(tar)) {
              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                staged.writeBack();
                return super.read(target, offset, length);
              }
            },
            BUFFER_BYTES)) {
      LayerConverter.convert(in, staged.channel(), LayerLimits.DEFAULT);
    }
  }

  private static Path tarIn(Path directory) throws IOException {
    var tar = new TarBuilder();
    for (int i = 0; i < FILES; i++) {
      tar.file("file-" + i, Content.random(i, FILE_BYTES));
    }
    Path file = directory.resolve("layer.tar");
    try (var out = Files.newOutputStream(file)) {
      tar.writeTo(out);
    }
    return file;
  }
}
