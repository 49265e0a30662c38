// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.layer;

import java.io.IOException;

/** A layer cannot be applied to the layers below it. */
public final class LayerConflictException extends IOException {
  private static final long serialVersionUID = 1;

  private final int position;
  private final String path;
  private final String wanted;
  private final String got;

  /**
   * The layer at {@code position} does not fit what is below it.
   *
   * @param position the layer's place in the image, 0 at the bottom
   * @param path the path from the root, for people
   * @param wanted what the layer needs to be there
   * @param got what is there
   */
  public LayerConflictException(int position, String path, String wanted, String got) {
    super("layer " + position + ", \"" + path + "\": wanted " + wanted + ", got " + got);
    this.position = position;
    this.path = path;
    this.wanted = wanted;
    this.got = got;
  }

  /** {@return the layer's place in the image, 0 at the bottom} */
  public int position() {
    return position;
  }

  /** {@return the path from the root, for people} */
  public String path() {
    return path;
  }

  /** {@return what the layer needs to be there} */
  public String wanted() {
    return wanted;
  }

  /** {@return what is there} */
  public String got() {
    return got;
  }
}
