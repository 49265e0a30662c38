// SPDX-License-Identifier: Apache-2.0
package dev.larder.browse;

import dev.larder.erofs.ErofsNode;
import dev.larder.erofs.tree.FileName;
import org.jspecify.annotations.Nullable;

/** A file, and the path that led to it. */
final class Located {
  private final String path;
  private final @Nullable FileName name;
  private final ErofsNode node;

  /** {@code name} is null for the root, which has none. */
  private Located(String path, @Nullable FileName name, ErofsNode node) {
    this.path = path;
    this.name = name;
    this.node = node;
  }

  static Located root(ErofsNode node) {
    return new Located("/", null, node);
  }

  Located child(FileName childName, ErofsNode child) {
    return new Located((path.equals("/") ? path : path + "/") + childName, childName, child);
  }

  /** {@return the path from the root, beginning with a slash, for people} */
  String path() {
    return path;
  }

  /** {@return the bytes of its name, none for the root} */
  byte[] nameBytes() {
    return name == null ? new byte[0] : name.toBytes();
  }

  ErofsNode node() {
    return node;
  }

  boolean isDirectory() {
    return node.type() == ErofsNode.Type.DIRECTORY;
  }
}
