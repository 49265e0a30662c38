// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.erofs.layer.LayerLimits;
import dev.larder.testkit.image.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Tars on their way to one disk: a file for each layer, fsmeta, and all of them concatenated. */
final class LayerStack {
  private final Path directory;
  private final List<Path> layers = new ArrayList<>();

  /** What the converter had in memory, of each layer that was converted here. */
  private final List<LayerTree> trees = new ArrayList<>();

  LayerStack(Path directory) {
    this.directory = directory;
  }

  /** {@return a stack of the tars, the bottom one first} */
  static LayerStack of(Path directory, List<TarBuilder> tars) throws IOException {
    var stack = new LayerStack(directory);
    for (TarBuilder tar : tars) {
      stack.add(new ByteArrayInputStream(tar.toByteArray()));
    }
    return stack;
  }

  /** {@return the stack that a {@link ConvertingProcess} has made of so many tars} */
  static LayerStack converted(Path directory, int layers) {
    var stack = new LayerStack(directory);
    for (int i = 0; i < layers; i++) {
      stack.layers.add(stack.layer(i));
    }
    return stack;
  }

  /** Converts the next layer. */
  void add(InputStream tar) throws IOException {
    Path layer = layer(layers.size());
    try (var out = create(layer)) {
      trees.add(LayerConverter.convert(tar, out, LayerLimits.DEFAULT).tree());
    }
    layers.add(layer);
  }

  private Path layer(int number) {
    return directory.resolve("layer" + number);
  }

  List<Path> layers() {
    return List.copyOf(layers);
  }

  /**
   * {@return the merged metadata of all layers} Its bytes are the same from what was in memory and
   * from what is read back.
   */
  Path merge() throws IOException {
    var read = new ArrayList<LayerTree>();
    for (Path layer : layers) {
      read.add(LayerTree.read(layer));
    }
    Path fsmeta = fsmeta();
    merge(read, fsmeta);
    if (!trees.isEmpty()) {
      Path handedOver = directory.resolve("fsmeta-handed-over");
      merge(trees, handedOver);
      assertThat(handedOver).hasSameBinaryContentAs(fsmeta);
      Files.delete(handedOver);
    }
    return fsmeta;
  }

  private static void merge(List<LayerTree> trees, Path fsmeta) throws IOException {
    try (var out = create(fsmeta)) {
      FsmetaWriter.write(trees, out);
    }
  }

  /** {@return where the merged metadata of all layers are, or will be} */
  Path fsmeta() {
    return directory.resolve("fsmeta");
  }

  /** {@return the disk that begins with {@code fsmeta}} */
  Path disk(Path fsmeta) throws IOException {
    Path disk = directory.resolve("disk");
    try (OutputStream out = Files.newOutputStream(disk, StandardOpenOption.CREATE_NEW)) {
      Files.copy(fsmeta, out);
      for (Path layer : layers) {
        Files.copy(layer, out);
      }
    }
    return disk;
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
