// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

/**
 * Bounds on the documents that are read. All inclusive.
 *
 * @param manifestBytes bytes of a manifest or an index
 * @param configBytes bytes of an image config
 * @param depth levels of nested JSON objects and arrays
 */
public record DocumentLimits(int manifestBytes, int configBytes, int depth) {
  /** 4 MiB as registries have it (distribution-spec, Pushing manifests), 8 MiB, and 64 levels. */
  public static final DocumentLimits DEFAULT = new DocumentLimits(4 << 20, 8 << 20, 64);

  /**
   * What holds of documents that were let in once, under whatever limits: they are read without one
   * on their size, and to the depth that the parser bears.
   */
  public static final DocumentLimits OF_KEPT =
      new DocumentLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1000);

  /** Checks that each is positive. */
  public DocumentLimits {
    if (manifestBytes < 1 || configBytes < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits are positive: " + manifestBytes + ", " + configBytes + ", " + depth);
    }
  }
}
