// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/**
 * The data blocks of one layer, wherever the layer comes to stand: which device of an image it is
 * shows when the image is written. Compared by identity.
 */
public final class DataArea {
  /** An area that no file stands in yet. */
  public DataArea() {}
}
