// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.format.CompactInode;
import dev.larder.erofs.format.DataLayout;
import dev.larder.erofs.format.DeviceNumber;
import dev.larder.erofs.format.ExtendedInode;
import dev.larder.erofs.format.FileType;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.XattrHeader;
import java.io.IOException;

/**
 * An inode of either form, as it was found.
 *
 * @param nid its number in the image
 * @param offset where it starts in the image
 * @param type its type
 * @param layout where its data is
 * @param permissions the twelve mode bits that are not its type
 * @param uid owner
 * @param gid group
 * @param mtimeSeconds modification time
 * @param mtimeNanos its nanoseconds, 0 to 999,999,999
 * @param linkCount the number of names that it claims
 * @param size the bytes of its data, not negative; whether they exist is not known yet
 * @param union first block, chunk format or device number
 * @param xattrOffset where its attribute area starts in the image
 * @param xattrBytes the length of that area
 */
public record StoredInode(
    long nid,
    long offset,
    FileType type,
    DataLayout layout,
    int permissions,
    long uid,
    long gid,
    long mtimeSeconds,
    int mtimeNanos,
    long linkCount,
    long size,
    long union,
    long xattrOffset,
    int xattrBytes) {

  /** The unit of inode numbers, in bytes. */
  static final int NID_BYTES = 32;

  static final int MAX_NANOS = 999_999_999;

  private static final int PERMISSIONS = 07777;

  static StoredInode read(ImageBytes image, ImageHeader header, long nid) throws IOException {
    long metaStart = header.blockStart(header.superBlock().metaBlock());
    if (nid < 0 || nid > (image.length() - metaStart) / NID_BYTES) {
      throw new CorruptErofsException(metaStart, "metadata", "it cannot hold inode " + nid);
    }
    long at = metaStart + nid * NID_BYTES;
    LittleEndian compact = image.structure(at, CompactInode.BYTES, "inode");
    CompactInode head = CompactInode.read(compact, 0);
    StoredInode inode =
        DataLayout.isExtended(head.format())
            ? of(nid, at, ExtendedInode.read(image.structure(at, ExtendedInode.BYTES, "inode"), 0))
            : of(nid, at, head, header);
    if (inode.size < 0) {
      throw corrupt(at, "a negative size");
    }
    if (inode.mtimeNanos > MAX_NANOS) {
      throw corrupt(at, inode.mtimeNanos + " nanoseconds");
    }
    return inode;
  }

  private static StoredInode of(long nid, long at, ExtendedInode inode) throws IOException {
    return new StoredInode(
        nid,
        at,
        typeOf(at, inode.mode()),
        layoutOf(at, inode.format()),
        inode.mode() & PERMISSIONS,
        inode.uid(),
        inode.gid(),
        inode.mtimeSeconds(),
        Math.clamp(inode.mtimeNanos(), 0, Integer.MAX_VALUE),
        inode.nlink(),
        inode.size(),
        inode.union(),
        at + ExtendedInode.BYTES,
        XattrHeader.areaBytes(inode.xattrCount()));
  }

  private static StoredInode of(long nid, long at, CompactInode inode, ImageHeader header)
      throws IOException {
    return new StoredInode(
        nid,
        at,
        typeOf(at, inode.mode()),
        layoutOf(at, inode.format()),
        inode.mode() & PERMISSIONS,
        inode.uid(),
        inode.gid(),
        header.superBlock().epochSeconds() + inode.mtimeDelta(),
        Math.toIntExact(header.superBlock().epochNanos()),
        inode.nlink(),
        inode.size(),
        inode.union(),
        at + CompactInode.BYTES,
        XattrHeader.areaBytes(inode.xattrCount()));
  }

  private static FileType typeOf(long at, int mode) throws IOException {
    return FileType.ofMode(mode)
        .orElseThrow(() -> corrupt(at, "a mode without a type: 0" + Integer.toOctalString(mode)));
  }

  private static DataLayout layoutOf(long at, int format) throws IOException {
    DataLayout layout =
        DataLayout.ofFormat(format)
            .orElseThrow(() -> corrupt(at, "an unknown data layout: format " + format));
    return switch (layout) {
      case FLAT_PLAIN, FLAT_INLINE, CHUNK_BASED -> layout;
      case COMPRESSED_FULL, COMPRESSED_COMPACT ->
          throw new UnsupportedErofsException("compressed files");
    };
  }

  private static CorruptErofsException corrupt(long at, String what) {
    return new CorruptErofsException(at, "inode", what);
  }

  /** {@return the device number of a device node} */
  public DeviceNumber deviceNumber() {
    return DeviceNumber.decode(union);
  }

  /** {@return what is wrong with this inode, as an exception} */
  CorruptErofsException corrupt(String what) {
    return corrupt(offset, what);
  }
}
