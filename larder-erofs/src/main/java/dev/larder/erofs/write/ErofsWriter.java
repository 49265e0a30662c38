// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.format.DeviceSlot;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.SuperBlock;
import dev.larder.erofs.tree.Directory;
import java.io.IOException;
import java.util.List;

/**
 * Turns a tree and the data blocks that it points to into an image, by writing metadata behind the
 * data and the superblock in front of it. The same tree and data always give the same bytes.
 */
public final class ErofsWriter {
  private static final int BLOCK_BITS = Integer.numberOfTrailingZeros(BlockOutput.BLOCK_BYTES);

  private ErofsWriter() {}

  /**
   * Writes a layer's tree, whose files stand in the image itself, with its markers.
   *
   * @param root the layer's root; its files' data are in {@code out} already
   * @param out gets the metadata, and is of no more use then
   * @throws XattrRefusedException if an attribute cannot be kept, see {@link XattrArea}
   * @throws IllegalArgumentException if the tree has what only a merged tree may have
   */
  public static ImageSummary writeLayer(Directory root, BlockOutput out) throws IOException {
    return write(new InodeTable(root, new ImageKind.Layer(out.area())), List.of(), out);
  }

  /**
   * Writes a merged tree, whose files stand on other devices, without data of its own.
   *
   * @param root the merged root
   * @param devices the layers that the files stand in, each once; device 1 is the first
   * @param out an output that nothing has been written to
   * @throws XattrRefusedException if an attribute cannot be kept, see {@link XattrArea}
   * @throws IllegalArgumentException if the tree has what only a layer may have, or a file outside
   *     its device
   */
  public static ImageSummary writeMerged(Directory root, List<LayerDevice> devices, BlockOutput out)
      throws IOException {
    return write(new InodeTable(root, new ImageKind.Merged(devices)), devices, out);
  }

  private static ImageSummary write(InodeTable table, List<LayerDevice> devices, BlockOutput out)
      throws IOException {
    long deviceTableBlock = out.nextBlock();
    long metaBlock =
        deviceTableBlock + BlockOutput.blocksOf(devices.size() * (long) DeviceSlot.BYTES);
    var measured = new MeasuringPass(metaBlock);
    table.traverse(measured);

    writeDeviceTable(devices, measured.endBlock(), out);
    out.startFile();
    table.traverse(new WritingPass(out, measured.largestBytes()));
    out.endFile();
    var superBlock =
        new SuperBlock(
            SuperBlock.COMPAT_CHECKSUM | SuperBlock.COMPAT_MTIME,
            BLOCK_BITS,
            0,
            Math.toIntExact(table.root().nid()),
            table.size(),
            table.epoch().seconds(),
            table.epoch().nanos(),
            measured.endBlock(),
            metaBlock,
            0,
            devices.isEmpty()
                ? 0
                : SuperBlock.INCOMPAT_CHUNKED_FILE | SuperBlock.INCOMPAT_DEVICE_TABLE,
            devices.size(),
            devices.isEmpty()
                ? 0
                : Math.toIntExact(deviceTableBlock * BlockOutput.BLOCK_BYTES / DeviceSlot.BYTES),
            0,
            0);
    long sizeBytes = out.finish(superBlock.toFirstBlock());
    return new ImageSummary(sizeBytes, table.size(), out.crc32c());
  }

  /** All devices stand behind one another on the disk, and the image itself before the first. */
  private static void writeDeviceTable(List<LayerDevice> devices, long ownBlocks, BlockOutput out)
      throws IOException {
    byte[] bytes = new byte[devices.size() * DeviceSlot.BYTES];
    LittleEndian table = LittleEndian.of(bytes);
    long at = 0;
    long mappedBlock = ownBlocks;
    for (LayerDevice device : devices) {
      at = new DeviceSlot(device.blocks(), mappedBlock).write(table, at);
      mappedBlock += device.blocks();
    }
    out.startFile();
    out.append(bytes, 0, bytes.length);
    out.endFile();
  }
}
