// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

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
      LayerConverter.convert(tar, out, LayerLimits.DEFAULT);
    }
    layers.add(layer);
  }

  private Path layer(int number) {
    return directory.resolve("layer" + number);
  }

  List<Path> layers() {
    return List.copyOf(layers);
  }

  /** {@return the merged metadata of all layers} */
  Path merge() throws IOException {
    var channels = new ArrayList<FileChannel>();
    Path fsmeta = fsmeta();
    try (var out = create(fsmeta)) {
      for (Path layer : layers) {
        channels.add(FileChannel.open(layer, StandardOpenOption.READ));
      }
      FsmetaWriter.write(channels, out);
    } finally {
      for (FileChannel channel : channels) {
        channel.close();
      }
    }
    return fsmeta;
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
