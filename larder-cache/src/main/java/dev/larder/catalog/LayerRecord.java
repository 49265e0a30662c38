// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.DiffId;

/**
 * A layer's file.
 *
 * @param diffId the layer
 * @param erofsBytes length of the file
 * @param allocatedBytes what it takes on the disk
 * @param crc32c the CRC-32C of its bytes, or {@link #NO_CHECKSUM}
 * @param writerVersion the version of the writer that made it
 */
public record LayerRecord(
    DiffId diffId, long erofsBytes, long allocatedBytes, long crc32c, int writerVersion) {
  /** The checksum of a file of which none was recorded. */
  public static final long NO_CHECKSUM = -1;
}
