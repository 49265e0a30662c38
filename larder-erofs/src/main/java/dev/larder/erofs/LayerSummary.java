// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import java.util.List;

/**
 * What came of converting a layer.
 *
 * @param sizeBytes size of the EROFS file, a multiple of 4096; what it takes on disk may be less,
 *     since zeros are holes
 * @param crc32c the CRC-32C of the file's bytes, 32 bits without a sign; holes count as zeros
 * @param entries number of entries in the tar stream
 * @param warnings what was survived and should be known, one sentence each
 * @param tree what {@link LayerTree#read} would read back
 */
public record LayerSummary(
    long sizeBytes, long crc32c, long entries, List<String> warnings, LayerTree tree) {
  /** Copies the warnings. */
  public LayerSummary {
    warnings = List.copyOf(warnings);
  }
}
