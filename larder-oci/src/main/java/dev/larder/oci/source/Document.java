// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
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

  /** {@return a document whose digest is computed from {@code bytes}, which are copied} */
  public static Document of(String mediaType, byte[] bytes) {
    return new Document(mediaType, Digest.sha256(bytes), bytes);
  }

  /**
   * {@return the document that {@code in} holds, read to its end and verified}
   *
   * @param in the bytes, not closed
   * @param descriptor what they should be; its media type becomes the document's
   * @param limitBytes the most bytes that are read
   * @throws DocumentTooLargeException if {@code descriptor} says more than {@code limitBytes}
   * @throws SizeMismatchException if there are fewer or more bytes than it says
   * @throws DigestMismatchException if they are other bytes
   * @throws IOException if they cannot be read
   */
  public static Document read(InputStream in, Descriptor descriptor, int limitBytes)
      throws IOException {
    return read(in, descriptor, limitBytes, descriptor.digest().toString());
  }

  /** As the other one, with failures that call the document {@code name}. */
  public static Document read(InputStream in, Descriptor descriptor, int limitBytes, String name)
      throws IOException {
    if (descriptor.sizeBytes() > limitBytes) {
      throw new DocumentTooLargeException(name + " (" + descriptor.mediaType() + ")", limitBytes);
    }
    // Closing is left to whoever opened the stream.
    @SuppressWarnings("resource")
    var verifying = new VerifyingInputStream(in, descriptor, () -> name);
    return new Document(descriptor.mediaType(), descriptor.digest(), verifying.readAllBytes());
  }

  /** {@return the media type that the source gave, empty if it gave none} */
  public String mediaType() {
    return mediaType;
  }

  /** {@return what points at this document} */
  public Descriptor descriptor() {
    return Descriptor.of(mediaType, digest, bytes.length);
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
