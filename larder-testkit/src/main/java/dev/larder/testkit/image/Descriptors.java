// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.util.LinkedHashMap;
import java.util.Map;

/** Descriptors of blobs: image-spec {@code descriptor.md}. */
final class Descriptors {

  private Descriptors() {}

  static Map<String, Object> of(String mediaType, Blob blob) {
    var descriptor = new LinkedHashMap<String, Object>();
    descriptor.put("mediaType", mediaType);
    descriptor.put("digest", blob.digest());
    descriptor.put("size", blob.sizeBytes());
    return descriptor;
  }
}
