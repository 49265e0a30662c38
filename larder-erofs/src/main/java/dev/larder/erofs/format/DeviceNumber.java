// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * A device number as inodes hold it: the kernel's 32-bit encoding, {@code new_encode_dev}.
 *
 * @param major 12 bits
 * @param minor 20 bits
 */
public record DeviceNumber(int major, int minor) {
  /** {@return the number that {@code encoded} says, of which 32 bits count} */
  public static DeviceNumber decode(long encoded) {
    return new DeviceNumber(
        Math.toIntExact((encoded >>> 8) & 0xFFF),
        Math.toIntExact((encoded & 0xFF) | ((encoded >>> 12) & 0xFFF00)));
  }

  /** {@return the 32 bits of the inode} */
  public long encode() {
    return Integer.toUnsignedLong((minor & 0xFF) | (major << 8) | ((minor & 0xFFF00) << 12));
  }
}
