// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/**
 * A name of a layer that hides the same name of the layers below (image-spec layer.md, Whiteouts).
 * Where the layer has an entry of that name too, the entry alone is kept, since it hides as well; a
 * directory is then {@linkplain Directory#isOpaque() opaque}.
 */
public enum Whiteout implements Node {
  /** The only one: a whiteout says nothing but its name. */
  INSTANCE
}
