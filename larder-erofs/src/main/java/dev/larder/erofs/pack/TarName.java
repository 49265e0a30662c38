// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.pack;

import dev.larder.erofs.tree.FileName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A path or a link's target as the bytes that a tar has. Never compared. */
final class TarName {
  /** No name; also the root, below which paths begin without a slash. */
  static final TarName EMPTY = new TarName(new byte[0]);

  private final byte[] bytes;

  private TarName(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@return the name that consists of {@code bytes}, which are not copied} */
  static TarName of(byte[] bytes) {
    return new TarName(bytes);
  }

  static TarName of(List<FileName> names) {
    TarName path = EMPTY;
    for (FileName name : names) {
      path = path.child("", name);
    }
    return path;
  }

  /** {@return the path of {@code name}, with {@code prefix} in front of it, in this directory} */
  TarName child(String prefix, FileName name) {
    byte[] first = prefix.getBytes(StandardCharsets.US_ASCII);
    byte[] path = joined(first.length + name.length());
    System.arraycopy(first, 0, path, path.length - name.length() - first.length, first.length);
    name.copyTo(path, path.length - name.length());
    return new TarName(path);
  }

  /** {@return this directory's path as that of an entry} */
  TarName withSlash() {
    return bytes.length == 0
        ? of("./".getBytes(StandardCharsets.US_ASCII))
        : new TarName(joined(0));
  }

  /** {@return a copy with a slash behind it, unless this is the root, and room for more} */
  private byte[] joined(int more) {
    int slash = bytes.length == 0 ? 0 : 1;
    byte[] joined = Arrays.copyOf(bytes, bytes.length + slash + more);
    if (slash > 0) {
      joined[bytes.length] = '/';
    }
    return joined;
  }

  /** {@return the bytes, which nobody changes} */
  byte[] bytes() {
    return bytes;
  }
}
