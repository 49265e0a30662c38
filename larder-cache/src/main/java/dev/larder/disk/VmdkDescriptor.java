// SPDX-License-Identifier: Apache-2.0
package dev.larder.disk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A VMDK descriptor of type {@code twoGbMaxExtentFlat} (VMware, Virtual Disk Format 5.0, The
 * Descriptor): flat files one after another as one disk. The same files give the same text.
 */
public final class VmdkDescriptor {
  /** The unit of everything in a descriptor. */
  private static final int SECTOR = 512;

  /** 2 GiB less 64 KiB: what VMware's own tools make of an extent at most. */
  private static final long MAX_EXTENT_BYTES = (2L << 30) - (64 << 10);

  private static final int HEADS = 16;
  private static final int SECTORS_PER_TRACK = 63;

  /** What no IDE disk has more of; larger disks state it too. */
  private static final long MAX_CYLINDERS = 16_383;

  private VmdkDescriptor() {}

  /**
   * One file of the disk.
   *
   * @param path where it is, from the descriptor's own directory
   * @param sizeBytes its length, a multiple of 512
   */
  public record Extent(String path, long sizeBytes) {
    /** Checks the size, and that the path can be quoted. */
    public Extent {
      if (sizeBytes <= 0 || sizeBytes % SECTOR != 0) {
        throw new IllegalArgumentException(path + ": not whole sectors: " + sizeBytes);
      }
      if (path.indexOf('"') >= 0 || path.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a path that cannot be quoted: " + path);
      }
    }
  }

  /** {@return the descriptor's bytes} */
  public static byte[] of(List<Extent> files) {
    var extents = new StringBuilder();
    long sectors = 0;
    for (var file : files) {
      append(extents, file);
      sectors += file.sizeBytes() / SECTOR;
    }
    long cylinders = Math.ceilDiv(sectors, (long) HEADS * SECTORS_PER_TRACK);
    String text =
        """
        # Disk DescriptorFile
        version=1
        encoding="UTF-8"
        CID=%08x
        parentCID=ffffffff
        createType="twoGbMaxExtentFlat"

        # Extent description
        %s
        # The Disk Data Base
        #DDB

        ddb.virtualHWVersion = "4"
        ddb.geometry.cylinders = "%d"
        ddb.geometry.heads = "%d"
        ddb.geometry.sectors = "%d"
        ddb.adapterType = "ide"
        """
            .formatted(
                contentId(extents),
                extents,
                Math.clamp(cylinders, 1, MAX_CYLINDERS),
                HEADS,
                SECTORS_PER_TRACK);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder extents, Extent file) {
    for (long offset = 0; offset < file.sizeBytes(); offset += MAX_EXTENT_BYTES) {
      long bytes = Math.min(file.sizeBytes() - offset, MAX_EXTENT_BYTES);
      extents
          .append("RW ")
          .append(bytes / SECTOR)
          .append(" FLAT \"")
          .append(file.path())
          .append("\" ")
          .append(offset / SECTOR)
          .append('\n');
    }
  }

  /** Two values mean something else: no parent, and not known. */
  private static long contentId(StringBuilder extents) {
    var checksum = new CRC32();
    checksum.update(extents.toString().getBytes(StandardCharsets.UTF_8));
    long value = checksum.getValue();
    return value == 0xFFFF_FFFFL || value == 0xFFFF_FFFEL ? 1 : value;
  }
}
