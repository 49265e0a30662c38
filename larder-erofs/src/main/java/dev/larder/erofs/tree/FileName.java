// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One component of a path, as bytes: anything but {@code /} and NUL, 1 to 255 bytes, not
 * necessarily UTF-8. Ordered by unsigned bytes, as EROFS sorts its directory entries.
 */
public final class FileName implements Comparable<FileName> {
  /** {@code EROFS_NAME_LEN}. */
  public static final int MAX_BYTES = 255;

  private final byte[] bytes;
  private final int hash;

  private FileName(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** {@return the name made of {@code length} bytes from {@code offset}, which are copied} */
  public static FileName of(byte[] source, int offset, int length) {
    if (length < 1 || length > MAX_BYTES) {
      throw new IllegalArgumentException("a file name has 1 to 255 bytes, not " + length);
    }
    byte[] copy = Arrays.copyOfRange(source, offset, offset + length);
    for (byte b : copy) {
      if (b == 0 || b == '/') {
        throw new IllegalArgumentException("a file name holds neither NUL nor '/'");
      }
    }
    return new FileName(copy);
  }

  /** {@return the name whose UTF-8 form is {@code text}} */
  public static FileName of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /** {@return the number of bytes, 1 to 255} */
  public int length() {
    return bytes.length;
  }

  /** {@return the byte at {@code index}} */
  public byte byteAt(int index) {
    return bytes[index];
  }

  /** {@return a copy of the bytes} */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Copies the bytes into {@code target} from {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  @Override
  public int compareTo(FileName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileName name && hash == name.hash && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** {@return the name for people: UTF-8, with U+FFFD where the bytes are not} */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
