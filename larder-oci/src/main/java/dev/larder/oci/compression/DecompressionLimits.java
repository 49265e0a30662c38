// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

/**
 * Bounds on what a small stream may grow to. Once more than {@code floorBytes} have come out, there
 * may be no more than {@code ratio} of them for each byte that went in.
 *
 * @param ratio bytes out for each byte in, inclusive
 * @param floorBytes the output that is let through whatever its ratio, inclusive
 */
public record DecompressionLimits(long ratio, long floorBytes) {
  /**
   * 500 beyond 4 GiB. gzip gives 1,030 for zeros and zstd 32,768; of a layer of that size nearly
   * all would have to be zeros.
   */
  public static final DecompressionLimits DEFAULT = new DecompressionLimits(500, 4L << 30);

  /** Checks the values. */
  public DecompressionLimits {
    if (ratio < 1 || floorBytes < 0) {
      throw new IllegalArgumentException("not a limit: " + ratio + " beyond " + floorBytes);
    }
  }

  void check(long compressedBytes, long decompressedBytes) throws DecompressionLimitException {
    if (decompressedBytes > floorBytes
        && Math.ceilDiv(decompressedBytes, ratio) > compressedBytes) {
      throw new DecompressionLimitException(compressedBytes, decompressedBytes, this);
    }
  }
}
