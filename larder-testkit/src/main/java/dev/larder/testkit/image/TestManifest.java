// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.util.List;

/** What a tag may name: an image, or an index of several. */
public sealed interface TestManifest permits TestImage, TestIndex {

  /** {@return the document as served} */
  Blob.InMemory document();

  /** {@return its media type} */
  String mediaType();

  /** {@return the images, one or several} */
  List<TestImage> images();

  /** {@return the digest of the document} */
  default String digest() {
    return document().digest();
  }
}
