// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.ChunkIndex;
import dev.larder.erofs.format.DataLayout;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.RegularFile;

/** Where a regular file's data is, as its inode says it. */
sealed interface FileLocation {
  /** {@return the layout of the inode} */
  DataLayout layout();

  /** {@return what the inode's union holds} */
  long union();

  /** Writes what stands behind the inode and its attributes and returns the offset behind that. */
  long writeIndexes(LittleEndian out, long at);

  /** Blocks of the image itself. */
  record Blocks(long startBlock) implements FileLocation {
    /** The block of a file without blocks, {@code EROFS_NULL_ADDR}. */
    static final Blocks NONE = new Blocks(ChunkIndex.HOLE);

    @Override
    public DataLayout layout() {
      return DataLayout.FLAT_PLAIN;
    }

    @Override
    public long union() {
      return startBlock;
    }

    @Override
    public long writeIndexes(LittleEndian out, long at) {
      return at;
    }
  }

  /** Chunks of a device, as large as can be: one for every file below 8 TiB. */
  record Chunks(int device, long startBlock, int blockBits, long count) implements FileLocation {
    /** The kernel shifts a block of 4 KiB by so much at most. */
    private static final int MAX_BLOCK_BITS = ChunkIndex.FORMAT_BLOCK_BITS;

    static Chunks of(FileData.DeviceBlocks data, long blocks) {
      int bits = Math.min(MAX_BLOCK_BITS, Long.SIZE - Long.numberOfLeadingZeros(blocks - 1));
      return new Chunks(data.device(), data.startBlock(), bits, Math.ceilDiv(blocks, 1L << bits));
    }

    @Override
    public DataLayout layout() {
      return DataLayout.CHUNK_BASED;
    }

    @Override
    public long union() {
      return ChunkIndex.FORMAT_INDEXES | blockBits;
    }

    @Override
    public long writeIndexes(LittleEndian out, long at) {
      long next = (at + ChunkIndex.BYTES - 1) & -ChunkIndex.BYTES;
      out.zeros(at, next);
      for (long chunk = 0; chunk < count; chunk++) {
        next = new ChunkIndex(device, startBlock + (chunk << blockBits)).write(out, next);
      }
      return next;
    }
  }

  /** {@return where the data of a file is, in an image of a kind that allows it} */
  static FileLocation of(RegularFile file, ImageKind kind) {
    long blocks = BlockOutput.blocksOf(file.size());
    return switch (file.data()) {
      case FileData.Empty empty -> {
        require(blocks == 0, file, "has no data");
        yield Blocks.NONE;
      }
      case FileData.OwnBlocks own -> {
        require(kind instanceof ImageKind.Layer, file, "stands in the image of a merged tree");
        yield blocks == 0 ? Blocks.NONE : new Blocks(own.startBlock());
      }
      case FileData.DeviceBlocks data -> {
        requireOnDevice(file, data, blocks, kind);
        yield blocks == 0 ? Blocks.NONE : Chunks.of(data, blocks);
      }
    };
  }

  private static void requireOnDevice(
      RegularFile file, FileData.DeviceBlocks data, long blocks, ImageKind kind) {
    boolean inside =
        kind instanceof ImageKind.Merged(var deviceBlocks)
            && data.device() >= 1
            && data.device() <= deviceBlocks.size()
            && data.startBlock() >= 0
            && data.startBlock() + blocks <= deviceBlocks.get(data.device() - 1);
    if (!inside) {
      throw new IllegalArgumentException(
          "a file of " + file.size() + " bytes is not inside its device: " + data);
    }
  }

  private static void require(boolean condition, RegularFile file, String what) {
    if (!condition) {
      throw new IllegalArgumentException("a file of " + file.size() + " bytes " + what);
    }
  }
}
