// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Compressed data is damaged, cut off, or followed by something else. */
public final class DamagedStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long byteOffset;

  DamagedStreamException(Compression compression, long byteOffset, String problem) {
    this(compression, byteOffset, problem, null);
  }

  /**
   * @param cause what the decoder said, null if nothing
   */
  DamagedStreamException(
      Compression compression, long byteOffset, String problem, @Nullable Throwable cause) {
    super(
        "damaged " + compression.title() + " data near byte " + byteOffset + ": " + problem, cause);
    this.byteOffset = byteOffset;
  }

  /** {@return about where in the compressed data the damage was found} */
  public long byteOffset() {
    return byteOffset;
  }
}
