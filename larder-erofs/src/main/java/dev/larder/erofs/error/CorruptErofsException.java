// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.error;

import java.io.IOException;

/** An EROFS image is damaged, or not an EROFS image at all. */
public final class CorruptErofsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String structure;

  /**
   * Damage at a place.
   *
   * @param offset the byte of the image at which the structure starts
   * @param structure the structure's name, such as {@code inode}
   * @param what what is wrong with it
   */
  public CorruptErofsException(long offset, String structure, String what) {
    super("damaged EROFS image: " + structure + " at byte " + offset + ": " + what);
    this.offset = offset;
    this.structure = structure;
  }

  /** {@return the byte of the image at which the damaged structure starts} */
  public long offset() {
    return offset;
  }

  /** {@return the name of the damaged structure} */
  public String structure() {
    return structure;
  }
}
