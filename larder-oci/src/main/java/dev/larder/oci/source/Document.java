// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.Digest;
import java.nio.charset.StandardCharsets;

/** A manifest, an index or a config, as received: its bytes are kept and never written anew. */
public final class Document {
  private final String mediaType;
  private final Digest digest;
  private final byte[] bytes;

  /** A document whose bytes were verified against {@code digest}; the bytes are copied. */
  public Document(String mediaType, Digest digest, byte[] bytes) {
    this.mediaType = mediaType;
    this.digest = digest;
    this.bytes = bytes.clone();
  }

  /** {@return the media type that the source gave, empty if it gave none} */
  public String mediaType() {
    return mediaType;
  }

  /** {@return the digest of the bytes} */
  public Digest digest() {
    return digest;
  }

  /** {@return a copy of the bytes} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return the number of bytes} */
  public long sizeBytes() {
    return bytes.length;
  }

  /** {@return the bytes as UTF-8 text} */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
