// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

import java.util.Optional;

/**
 * Where an inode's data stands: {@code erofs_fs.h}, {@code EROFS_INODE_*}, and {@code i_format}.
 */
public enum DataLayout {
  /** Contiguous blocks. */
  FLAT_PLAIN(0),
  /** Compressed, with full indexes. */
  COMPRESSED_FULL(1),
  /** Contiguous blocks, but for the last, which stands behind the inode. */
  FLAT_INLINE(2),
  /** Compressed, with compact indexes. */
  COMPRESSED_COMPACT(3),
  /** Chunks, each of which may be on another device. */
  CHUNK_BASED(4);

  private static final int VERSION_EXTENDED = 0x01; // EROFS_I_VERSION_BIT
  private static final int LAYOUT_SHIFT = 1; // EROFS_I_DATALAYOUT_BIT
  private static final int LAYOUT_MASK = 0x07;

  private static final DataLayout[] VALUES = values();

  private final int code;

  DataLayout(int code) {
    this.code = code;
  }

  /** {@return the layout that an {@code i_format} says, if it is a known one} */
  public static Optional<DataLayout> ofFormat(int format) {
    int code = format >> LAYOUT_SHIFT & LAYOUT_MASK;
    return code < VALUES.length ? Optional.of(VALUES[code]) : Optional.empty();
  }

  /** {@return whether an {@code i_format} says that the inode is an extended one} */
  public static boolean isExtended(int format) {
    return (format & VERSION_EXTENDED) != 0;
  }

  /** {@return the {@code i_format} of a compact inode with this layout} */
  public int compactFormat() {
    return code << LAYOUT_SHIFT;
  }

  /** {@return the {@code i_format} of an extended inode with this layout} */
  public int extendedFormat() {
    return code << LAYOUT_SHIFT | VERSION_EXTENDED;
  }
}
