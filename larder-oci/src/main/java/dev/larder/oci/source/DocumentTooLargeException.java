// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.image.Descriptor;
import java.io.IOException;

/** A manifest, index or config is larger than the limit; nothing of it was read. */
public final class DocumentTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long sizeBytes;
  private final long limitBytes;

  /** The document of {@code descriptor} is larger than {@code limitBytes}. */
  public DocumentTooLargeException(Descriptor descriptor, long limitBytes) {
    super(
        descriptor.digest()
            + " ("
            + descriptor.mediaType()
            + ") has "
            + descriptor.sizeBytes()
            + " bytes, more than the limit of "
            + limitBytes);
    this.sizeBytes = descriptor.sizeBytes();
    this.limitBytes = limitBytes;
  }

  /** {@return the document's size} */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** {@return the limit} */
  public long limitBytes() {
    return limitBytes;
  }
}
