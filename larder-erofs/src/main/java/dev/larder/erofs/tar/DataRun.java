// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

/**
 * Bytes of a file that are in the tar; what lies between two runs is a hole.
 *
 * @param offset where the run begins in the file, in bytes
 * @param length number of bytes, at least 1
 */
public record DataRun(long offset, long length) {
  /** Checks the ranges. */
  public DataRun {
    if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException("not a run of data: " + offset + "+" + length);
    }
  }

  /** {@return where the run ends in the file, exclusive} */
  public long end() {
    return offset + length;
  }
}
