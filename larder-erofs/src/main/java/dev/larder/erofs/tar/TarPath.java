// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A name or link target as the tar spells it: bytes, not normalised, without a NUL. */
public final class TarPath {
  /** The path without bytes, which entries that are no links have for a target. */
  public static final TarPath EMPTY = new TarPath(new byte[0]);

  private static final int SHOWN_CHARACTERS = 256;

  private final byte[] bytes;

  private TarPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@return the path made of a copy of {@code bytes}} */
  public static TarPath of(byte[] bytes) {
    return new TarPath(bytes.clone());
  }

  /** {@return the path whose UTF-8 form is {@code text}} */
  public static TarPath of(String text) {
    return new TarPath(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the number of bytes} */
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TarPath path && Arrays.equals(bytes, path.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * {@return the path for people: UTF-8 on one line, cut when it is long, with U+FFFD where the
   * bytes are no text}
   */
  @Override
  public String toString() {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "\uFFFD");
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
