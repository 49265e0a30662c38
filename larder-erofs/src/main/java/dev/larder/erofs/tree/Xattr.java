// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One extended attribute: its full name, such as {@code user.origin}, and its value as bytes. */
public final class Xattr implements Comparable<Xattr> {
  private final String name;
  private final byte[] value;

  private Xattr(String name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  /** {@return the attribute {@code name}, with a copy of {@code value}} */
  public static Xattr of(String name, byte[] value) {
    return new Xattr(Objects.requireNonNull(name), value.clone());
  }

  /** {@return the full name, with its prefix} */
  public String name() {
    return name;
  }

  /** {@return a copy of the value} */
  public byte[] value() {
    return value.clone();
  }

  /** {@return the number of bytes of the value} */
  public int valueLength() {
    return value.length;
  }

  @Override
  public int compareTo(Xattr other) {
    return Arrays.compareUnsigned(
        name.getBytes(StandardCharsets.UTF_8), other.name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Xattr xattr
        && name.equals(xattr.name)
        && Arrays.equals(value, xattr.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "(" + value.length + " bytes)";
  }
}
