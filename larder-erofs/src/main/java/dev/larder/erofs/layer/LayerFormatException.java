// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.layer;

import java.io.IOException;

/** A layer's tar stream is not what a layer may be: damaged, over a limit, or not allowed. */
public final class LayerFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final String entry;
  private final long offset;
  private final String wanted;
  private final String got;
  private final boolean overLimit;

  /**
   * Something is wrong at one place of the stream.
   *
   * @param entry the entry's name for people; empty where the name is not known
   * @param offset where in the uncompressed stream, in bytes from its start: the entry's header, or
   *     the byte itself where the stream ends too early
   * @param wanted what a layer has there
   * @param got what this one has
   */
  public LayerFormatException(String entry, long offset, String wanted, String got) {
    this(entry, offset, wanted, got, false);
  }

  private LayerFormatException(
      String entry, long offset, String wanted, String got, boolean overLimit) {
    super(
        (entry.isEmpty() ? "tar" : "tar entry \"" + entry + "\"")
            + " at byte "
            + offset
            + ": wanted "
            + wanted
            + ", got "
            + got);
    this.entry = entry;
    this.offset = offset;
    this.wanted = wanted;
    this.got = got;
    this.overLimit = overLimit;
  }

  /** {@return this, said of a layer that goes over one of its {@link LayerLimits}} */
  public LayerFormatException ofLimit() {
    return new LayerFormatException(entry, offset, wanted, got, true);
  }

  /** {@return whether the layer goes over a limit, and may be well formed} */
  public boolean isOverLimit() {
    return overLimit;
  }

  /** {@return the entry's name for people, empty where it is not known} */
  public String entry() {
    return entry;
  }

  /** {@return the place in the uncompressed stream, in bytes from its start} */
  public long offset() {
    return offset;
  }

  /** {@return what a layer has there} */
  public String wanted() {
    return wanted;
  }

  /** {@return what this one has} */
  public String got() {
    return got;
  }
}
