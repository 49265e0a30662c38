// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.Digest;
import java.util.List;

/**
 * What was saved.
 *
 * @param images the images, in the order in which they were asked for
 * @param bytes the length of the archive
 */
public record SaveReport(List<SavedImage> images, long bytes) {
  /** Copies the list. */
  public SaveReport {
    images = List.copyOf(images);
  }

  /**
   * An image as it is in the archive.
   *
   * @param reference the name that it has there; of an image that was asked for by digest, what the
   *     cache calls it: in the archive it has no name
   * @param digest the digest of its manifest in the cache
   * @param savedDigest the digest of its manifest in the archive; of a docker archive, which has
   *     none, that of the manifest that loading it makes up
   * @param bytes its manifest, config and layers, each once, also those that other images of the
   *     archive have too
   */
  public record SavedImage(String reference, Digest digest, Digest savedDigest, long bytes) {
    /** {@return whether who pins the image by its digest finds it again} */
    public boolean isSameDigest() {
      return digest.equals(savedDigest);
    }
  }
}
