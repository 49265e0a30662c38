// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Platform;
import java.time.Instant;
import java.util.Optional;

/**
 * An image under one of its names, as the catalog has it. What a damaged row says is kept as text
 * and numbers, so that the other rows can still be listed.
 *
 * @param id the manifest's row
 * @param name the canonical reference, empty if the image has none
 * @param repository where the image came from, empty if from nowhere
 * @param digest the manifest's digest, as it stands in the row
 * @param platform what the image is for
 * @param layerCount the number of layers
 * @param sizeBytes the sum of the blobs' sizes
 * @param createdAt when the image came under this name; of one without, when it came
 * @param lastUsedAt when the image was last used
 */
public record ImageRecord(
    long id,
    String name,
    String repository,
    String digest,
    Platform platform,
    int layerCount,
    long sizeBytes,
    Instant createdAt,
    Instant lastUsedAt) {

  /** {@return whether the image has no name, because it moved on to another image} */
  public boolean isDangling() {
    return name.isEmpty();
  }

  /** {@return the name; of a dangling image {@code repository@digest}} */
  public String reference() {
    if (!isDangling()) {
      return name;
    }
    return repository.isEmpty() ? digest : repository + "@" + digest;
  }

  /** {@return the manifest's digest, empty if the row is damaged} */
  public Optional<Digest> findDigest() {
    return Digest.find(digest);
  }

  /** {@return the manifest's digest, of an image that is to be used and not only listed} */
  public Digest requireDigest() throws CatalogException {
    return findDigest()
        .orElseThrow(
            () -> new CatalogException("the row of " + reference() + " is damaged; pull it again"));
  }
}
