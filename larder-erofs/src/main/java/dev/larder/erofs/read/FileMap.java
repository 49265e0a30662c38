// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.format.ChunkIndex;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.SuperBlock;
import java.io.IOException;
import java.util.List;

/** Finds where the bytes of a file are. */
final class FileMap {
  private static final int CHUNK_FORMAT_MASK = 0xFFFF;

  private final ImageBytes image;
  private final ImageHeader header;

  FileMap(ImageBytes image, ImageHeader header) {
    this.image = image;
    this.header = header;
  }

  /** {@return the run that starts at {@code position}, which is less than the inode's size} */
  Extent at(StoredInode inode, long position) throws IOException {
    return switch (inode.layout()) {
      case FLAT_PLAIN -> inBlocks(inode, position, inode.size());
      case FLAT_INLINE -> flatInline(inode, position);
      case CHUNK_BASED -> chunk(inode, position);
      case COMPRESSED_FULL, COMPRESSED_COMPACT ->
          throw new UnsupportedErofsException("compressed files");
    };
  }

  private Extent inBlocks(StoredInode inode, long position, long end) {
    return onDevice(0, header.blockStart(inode.union()) + position, end - position);
  }

  private Extent flatInline(StoredInode inode, long position) throws IOException {
    int blockBytes = header.blockBytes();
    long tail = (inode.size() - 1) / blockBytes * blockBytes;
    if (position < tail) {
      return inBlocks(inode, position, tail);
    }
    long tailStart = inode.xattrOffset() + inode.xattrBytes();
    if (tailStart % blockBytes + (inode.size() - tail) > blockBytes) {
      throw inode.corrupt("its inline tail crosses the end of a block");
    }
    return new Extent(inode.size() - position, 0, tailStart + (position - tail));
  }

  private Extent chunk(StoredInode inode, long position) throws IOException {
    if ((header.superBlock().featureIncompat() & SuperBlock.INCOMPAT_CHUNKED_FILE) == 0) {
      throw inode.corrupt("chunks in an image that says it has none");
    }
    int format = Math.toIntExact(inode.union() & CHUNK_FORMAT_MASK);
    if ((format & ~(ChunkIndex.FORMAT_BLOCK_BITS | ChunkIndex.FORMAT_INDEXES)) != 0) {
      throw new UnsupportedErofsException("chunk format 0x" + Integer.toHexString(format));
    }
    int bits = header.superBlock().blockBits() + (format & ChunkIndex.FORMAT_BLOCK_BITS);
    long number = position >>> bits;
    long inChunk = position - (number << bits);
    long length = Math.min((1L << bits) - inChunk, inode.size() - position);
    ChunkIndex index = chunkIndex(inode, number, (format & ChunkIndex.FORMAT_INDEXES) != 0);
    if (index.startBlock() == ChunkIndex.HOLE) {
      return new Extent(length, Extent.HOLE, 0);
    }
    return onDevice(index.device(), header.blockStart(index.startBlock()) + inChunk, length);
  }

  private ChunkIndex chunkIndex(StoredInode inode, long number, boolean hasIndexes)
      throws IOException {
    int unit = hasIndexes ? ChunkIndex.BYTES : ChunkIndex.BLOCK_MAP_BYTES;
    long start = (inode.xattrOffset() + inode.xattrBytes() + unit - 1) & -unit;
    if (number > image.length() / unit) {
      throw inode.corrupt("it has more chunks than the image can hold");
    }
    LittleEndian in = image.structure(start + number * unit, unit, "chunk index");
    if (!hasIndexes) {
      return new ChunkIndex(0, in.u32(0));
    }
    ChunkIndex index = ChunkIndex.read(in, 0);
    // The other bits of a device number are reserved for flags, and the kernel ignores them.
    return new ChunkIndex(index.device() & deviceMask(), index.startBlock());
  }

  private int deviceMask() {
    int devices = header.devices().size();
    return devices == 0 ? 0 : (Integer.highestOneBit(devices) << 1) - 1;
  }

  /** What is not said to be on a device may still be at an address that one is mapped to. */
  private Extent onDevice(int device, long physical, long length) {
    List<Device> devices = header.devices();
    for (int i = 0; device == 0 && i < devices.size(); i++) {
      Device candidate = devices.get(i);
      if (candidate.isMappedAt(physical)) {
        long onDevice = physical - candidate.mappedStart();
        return new Extent(Math.min(length, candidate.bytes() - onDevice), i + 1, onDevice);
      }
    }
    return new Extent(length, device, physical);
  }
}
