// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.merge.Merge;
import dev.larder.erofs.read.ImageReader;
import dev.larder.erofs.read.LayerTreeReader;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.ErofsWriter;
import dev.larder.erofs.write.ImageSummary;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Merges the layers of an image into fsmeta: metadata alone, whose files stand in the layers. */
public final class FsmetaWriter {
  private FsmetaWriter() {}

  /**
   * Reads the metadata of layers, merges it and writes it.
   *
   * @param layers the layers' files as {@link LayerConverter} writes them, open for reading, the
   *     bottom one first; none gives an empty root. Layer {@code n} becomes device {@code n + 1},
   *     and the same file may stand for several layers. Not closed
   * @param out an empty file, open for writing; not forced to the disk, not closed
   * @return what was written
   * @throws LayerConflictException if a layer does not fit the ones below it
   * @throws CorruptErofsException if a layer's file is not what it was
   * @throws IOException if reading or writing fails; what stands in {@code out} then has no meaning
   */
  public static FsmetaSummary write(List<FileChannel> layers, FileChannel out) throws IOException {
    var trees = new ArrayList<Directory>(layers.size());
    var deviceBlocks = new ArrayList<Long>(layers.size());
    for (FileChannel layer : layers) {
      var reader = ImageReader.open(layer, List.of());
      trees.add(LayerTreeReader.readAsDevice(reader, trees.size() + 1));
      deviceBlocks.add(reader.length() / BlockOutput.BLOCK_BYTES);
    }
    ImageSummary image =
        ErofsWriter.writeMerged(Merge.merge(trees), deviceBlocks, new BlockOutput(out));
    return new FsmetaSummary(image.sizeBytes(), image.inodes(), image.crc32c());
  }
}
