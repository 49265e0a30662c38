// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.Digest;
import java.io.IOException;

/** Content ended before its size, or goes on behind it. */
public final class SizeMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Digest digest;
  private final long wantedBytes;
  private final long gotBytes;

  /**
   * Content of the wrong size.
   *
   * @param digest what was asked for
   * @param wantedBytes its size
   * @param gotBytes how many bytes came; where more than wanted came, at least so many
   */
  public SizeMismatchException(Digest digest, long wantedBytes, long gotBytes) {
    this(digest.toString(), digest, wantedBytes, gotBytes);
  }

  /** The same, of content that is called {@code name}. */
  public SizeMismatchException(String name, Digest digest, long wantedBytes, long gotBytes) {
    super(
        gotBytes < wantedBytes
            ? name + " is cut off: wanted " + wantedBytes + " bytes, got " + gotBytes
            : name + " is too long: wanted " + wantedBytes + " bytes, got more");
    this.digest = digest;
    this.wantedBytes = wantedBytes;
    this.gotBytes = gotBytes;
  }

  /** {@return the digest that was asked for} */
  public Digest digest() {
    return digest;
  }

  /** {@return the number of bytes that should have come} */
  public long wantedBytes() {
    return wantedBytes;
  }

  /** {@return the number of bytes that came, or a lower bound above {@link #wantedBytes}} */
  public long gotBytes() {
    return gotBytes;
  }
}
