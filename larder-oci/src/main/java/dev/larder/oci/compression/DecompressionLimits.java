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
   * 2,000 beyond 16 GiB. gzip cannot exceed 1,032 whatever it holds; zstd gives 32,768 for zeros,
   * and a layer may be one big file of them.
   */
  public static final DecompressionLimits DEFAULT = new DecompressionLimits(2000, 16L << 30);

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
