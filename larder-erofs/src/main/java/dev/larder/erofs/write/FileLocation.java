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

    static Chunks of(int device, long startBlock, long blocks) {
      int bits = Math.min(MAX_BLOCK_BITS, Long.SIZE - Long.numberOfLeadingZeros(blocks - 1));
      return new Chunks(device, startBlock, bits, Math.ceilDiv(blocks, 1L << bits));
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
    if (file.data() instanceof FileData.Blocks data) {
      return blocks == 0 ? Blocks.NONE : kind.locate(data, blocks);
    }
    if (blocks > 0) {
      throw new IllegalArgumentException("a file of " + file.size() + " bytes has no data");
    }
    return Blocks.NONE;
  }
}
