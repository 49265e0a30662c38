// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.Digest;
import java.util.List;
import java.util.Map;

/**
 * What points at content: image-spec descriptor.md.
 *
 * @param mediaType what the content is said to be
 * @param digest the digest of the content's bytes
 * @param sizeBytes the number of those bytes
 * @param annotations annotations, may be empty
 * @param urls where else the content may be had, for foreign layers; usually empty
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long sizeBytes,
    Map<String, String> annotations,
    List<String> urls) {

  /** Copies the collections and checks the size. */
  public Descriptor {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("negative size of " + digest + ": " + sizeBytes);
    }
    annotations = Map.copyOf(annotations);
    urls = List.copyOf(urls);
  }

  /** {@return a descriptor without annotations and URLs} */
  public static Descriptor of(String mediaType, Digest digest, long sizeBytes) {
    return new Descriptor(mediaType, digest, sizeBytes, Map.of(), List.of());
  }
}
