// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.XattrEntry;
import dev.larder.erofs.format.XattrHeader;
import dev.larder.erofs.format.XattrPrefix;
import dev.larder.erofs.tree.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the extended attributes of inodes, their own and shared ones. */
final class XattrReader {
  private static final String AREA = "attribute area";

  /** A prefix that is in the image's own table, {@code EROFS_XATTR_LONG_PREFIX}. */
  private static final int LONG_PREFIX = 0x80;

  private final ImageBytes image;
  private final ImageHeader header;

  XattrReader(ImageBytes image, ImageHeader header) {
    this.image = image;
    this.header = header;
  }

  /** {@return the attributes that can be seen, in the order of their names} */
  List<Xattr> read(StoredInode inode) throws IOException {
    if (inode.xattrBytes() == 0) {
      return List.of();
    }
    long start = inode.xattrOffset();
    byte[] bytes = image.copy(start, inode.xattrBytes(), AREA);
    LittleEndian area = LittleEndian.of(bytes);
    int shared = XattrHeader.read(area, 0).sharedCount();
    int at = XattrHeader.BYTES + shared * XattrHeader.SHARED_ID_BYTES;
    if (at > bytes.length) {
      throw new CorruptErofsException(start, AREA, "it does not hold " + shared + " shared ids");
    }
    var found = new ArrayList<Xattr>();
    for (int i = 0; i < shared; i++) {
      long id = area.u32(XattrHeader.BYTES + (long) i * XattrHeader.SHARED_ID_BYTES);
      readShared(id).ifPresent(found::add);
    }
    while (at < bytes.length) {
      XattrEntry entry = XattrEntry.read(area, at);
      int end = at + XattrEntry.BYTES + entry.nameLength() + entry.valueLength();
      if (end > bytes.length) {
        throw new CorruptErofsException(start + at, "attribute", "it ends behind its area");
      }
      xattr(entry, area, at).ifPresent(found::add);
      at = Math.toIntExact(XattrEntry.align(end));
    }
    found.sort(null);
    return found;
  }

  private Optional<Xattr> readShared(long id) throws IOException {
    long at =
        header.blockStart(header.superBlock().xattrBlock()) + id * XattrHeader.SHARED_ID_BYTES;
    String structure = "shared attribute";
    XattrEntry entry = XattrEntry.read(image.structure(at, XattrEntry.BYTES, structure), 0);
    int bytes = XattrEntry.BYTES + entry.nameLength() + entry.valueLength();
    return xattr(entry, image.structure(at, bytes, structure), 0);
  }

  private static Optional<Xattr> xattr(XattrEntry entry, LittleEndian in, long at)
      throws IOException {
    if ((entry.nameIndex() & LONG_PREFIX) != 0) {
      throw new UnsupportedErofsException("long prefixes of attribute names");
    }
    // The kernel does not show attributes of other prefixes either.
    return XattrPrefix.ofIndex(entry.nameIndex())
        .map(
            prefix -> {
              byte[] suffix = in.bytes(at + XattrEntry.BYTES, entry.nameLength());
              String name = prefix.text() + new String(suffix, StandardCharsets.UTF_8);
              long valueAt = at + XattrEntry.BYTES + entry.nameLength();
              return Xattr.of(name, in.bytes(valueAt, entry.valueLength()));
            });
  }
}
