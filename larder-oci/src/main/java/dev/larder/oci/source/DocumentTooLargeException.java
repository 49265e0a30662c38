// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import java.io.IOException;

/** A manifest, index or config is larger than the limit; no more than that was read of it. */
public final class DocumentTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limitBytes;

  /** The document that {@code name} says is larger than {@code limitBytes}. */
  public DocumentTooLargeException(String name, long limitBytes) {
    super(name + " is larger than the limit of " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  /** {@return the limit} */
  public long limitBytes() {
    return limitBytes;
  }
}
