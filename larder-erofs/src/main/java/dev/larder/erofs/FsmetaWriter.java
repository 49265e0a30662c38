// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.merge.Merge;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.ErofsWriter;
import dev.larder.erofs.write.ImageSummary;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/** Merges the layers of an image into fsmeta: metadata alone, whose files stand in the layers. */
public final class FsmetaWriter {
  private FsmetaWriter() {}

  /**
   * Merges the metadata of layers and writes it.
   *
   * @param layers the layers, the bottom one first; none gives an empty root. Layer {@code n}
   *     becomes device {@code n + 1}. A layer that is there twice is there as two trees, each of
   *     which {@linkplain LayerTree#read was read} by itself
   * @param out an empty file, open for writing; not forced to the disk, not closed
   * @return what was written
   * @throws LayerConflictException if a layer does not fit the ones below it
   * @throws IllegalArgumentException if one tree is there twice
   * @throws IOException if writing fails; what stands in {@code out} then has no meaning
   */
  public static FsmetaSummary write(List<LayerTree> layers, FileChannel out) throws IOException {
    var merged = Merge.merge(layers.stream().map(LayerTree::root).toList());
    var devices = layers.stream().map(LayerTree::device).toList();
    ImageSummary image = ErofsWriter.writeMerged(merged, devices, new BlockOutput(out));
    return new FsmetaSummary(image.sizeBytes(), image.inodes(), image.crc32c());
  }
}
