// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.read.ImageReader;
import dev.larder.erofs.read.LayerTreeReader;
import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.LayerDevice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The metadata of a layer in memory, some 200 bytes for each entry, as {@link FsmetaWriter} merges
 * it. {@link LayerConverter} has it anyway; of a layer that was converted before it is read. Does
 * not change.
 */
public final class LayerTree {
  private final Directory root;
  private final LayerDevice device;

  private LayerTree(Directory root, LayerDevice device) {
    this.root = root;
    this.device = device;
  }

  static LayerTree of(Directory root, DataArea area, long sizeBytes) {
    return new LayerTree(root, new LayerDevice(area, sizeBytes / BlockOutput.BLOCK_BYTES));
  }

  /**
   * {@return the metadata of a layer's file}
   *
   * @param layer the file, as {@link LayerConverter} writes it
   * @throws CorruptErofsException if it is not what it was
   * @throws IOException if it cannot be read
   */
  public static LayerTree read(Path layer) throws IOException {
    try (var channel = FileChannel.open(layer, StandardOpenOption.READ)) {
      var reader = ImageReader.open(channel, List.of());
      var area = new DataArea();
      return of(LayerTreeReader.read(reader, area), area, reader.length());
    }
  }

  Directory root() {
    return root;
  }

  LayerDevice device() {
    return device;
  }
}
