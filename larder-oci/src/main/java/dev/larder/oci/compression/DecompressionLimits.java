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
   * 900 beyond 9,500 MiB. Packers give 900 to 1,030 for zeros, gzip at best that, zstd 32,768; what
   * is over the ratio at that size is 99.9% zeros. The floor lets pass what is honest all the same:
   * a file of 9 GiB that was nothing but a hole when it was packed.
   */
  public static final DecompressionLimits DEFAULT = new DecompressionLimits(900, 9_500L << 20);

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
