// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.io.IOException;

/** A manifest, index or config that is not what its specification says. */
public final class MalformedDocumentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String document;
  private final String pointer;
  private final long byteOffset;

  MalformedDocumentException(String document, String pointer, long byteOffset, String problem) {
    super(
        "malformed "
            + document
            + (pointer.isEmpty() ? "" : " at " + pointer)
            + (byteOffset < 0 ? "" : " (byte " + byteOffset + ")")
            + ": "
            + problem);
    this.document = document;
    this.pointer = pointer;
    this.byteOffset = byteOffset;
  }

  /** {@return what was read, such as {@code manifest}} */
  public String document() {
    return document;
  }

  /** {@return the JSON pointer of the place, empty for the document as a whole} */
  public String pointer() {
    return pointer;
  }

  /** {@return the offset of the place in the document's bytes, or -1 if it has none} */
  public long byteOffset() {
    return byteOffset;
  }
}
