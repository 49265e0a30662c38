// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * What one attribute starts with: {@code struct erofs_xattr_entry}. The name behind its prefix
 * follows, then the value, then zeros up to the next multiple of four.
 *
 * @param nameLength bytes of the name behind its prefix
 * @param nameIndex the prefix, see {@link XattrPrefix}
 * @param valueLength bytes of the value
 */
public record XattrEntry(int nameLength, int nameIndex, int valueLength) {
  /** The size of the structure. */
  public static final int BYTES = 4;

  /** Attributes start at multiples of this. */
  public static final int ALIGNMENT = 4;

  /** The longest value, which 16 bits can say. */
  public static final int MAX_VALUE_BYTES = 0xFFFF;

  private static final int E_NAME_LEN = 0x00; // u8
  private static final int E_NAME_INDEX = 0x01; // u8
  private static final int E_VALUE_SIZE = 0x02; // u16

  /** Reads the fields. */
  public static XattrEntry read(LittleEndian in, long at) {
    return new XattrEntry(
        in.u8(at + E_NAME_LEN), in.u8(at + E_NAME_INDEX), in.u16(at + E_VALUE_SIZE));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.u8(at + E_NAME_LEN, nameLength);
    out.u8(at + E_NAME_INDEX, nameIndex);
    out.u16(at + E_VALUE_SIZE, valueLength);
    return at + BYTES;
  }

  /** {@return the next place at or behind {@code at} where an attribute may start} */
  public static long align(long at) {
    return (at + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
