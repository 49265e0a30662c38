// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

/**
 * A run of a file's bytes that stand together.
 *
 * @param length how many bytes, from where it was asked for on; at least 1
 * @param device 0 for the image itself, {@link #HOLE} for zeros that stand nowhere
 * @param physical the first byte's place on that device
 */
public record Extent(long length, int device, long physical) {
  /** No device: zeros. */
  public static final int HOLE = -1;
}
