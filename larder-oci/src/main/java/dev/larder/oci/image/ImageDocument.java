// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.io.IOException;

/** What a reference leads to: one image's manifest, or an index of several. */
public sealed interface ImageDocument permits Manifest, ImageIndex {
  /** Loads what parses documents, for which the first one of a process would wait: some 30 ms. */
  static void prepare() {
    try (var reader =
        DocumentReader.open("", new byte[] {'{', '}'}, 2, DocumentLimits.DEFAULT.depth())) {
      reader.beginObject();
    } catch (MalformedDocumentException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * {@return the parsed document} Which of the two it is, the media type within the document says,
   * else the one that it came with, else its shape. Types that disagree are an error, so that one
   * digest never has two meanings (image-spec manifest.md, mediaType; CVE-2021-41190).
   *
   * @param mediaType the media type that it came with, empty if none
   * @param bytes the document as received
   * @param limits the bounds to read it in
   * @throws MalformedDocumentException if it is neither
   * @throws NotAnImageException if it is of a kind that is known and is neither, such as Docker
   *     schema 1
   */
  static ImageDocument parse(String mediaType, byte[] bytes, DocumentLimits limits)
      throws IOException {
    var kind = DocumentKind.of(mediaType, bytes, limits);
    return switch (kind) {
      case MANIFEST -> Manifest.parse(bytes, limits);
      case INDEX -> ImageIndex.parse(bytes, limits);
    };
  }

  /** {@return the document's own media type, empty if it names none} */
  String mediaType();
}
