// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;

/** Compressed data grows beyond all measure when it is decompressed. */
public final class DecompressionLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long compressedBytes;
  private final long decompressedBytes;

  DecompressionLimitException(
      long compressedBytes, long decompressedBytes, DecompressionLimits limits) {
    super(
        decompressedBytes
            + " bytes came out of "
            + compressedBytes
            + ": beyond "
            + limits.floorBytes()
            + " bytes the compression ratio may be "
            + limits.ratio()
            + " at most");
    this.compressedBytes = compressedBytes;
    this.decompressedBytes = decompressedBytes;
  }

  /** {@return how many bytes had been read} */
  public long compressedBytes() {
    return compressedBytes;
  }

  /** {@return how many bytes had come of them} */
  public long decompressedBytes() {
    return decompressedBytes;
  }
}
