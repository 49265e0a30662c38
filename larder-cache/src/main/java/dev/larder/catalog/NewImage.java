// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.image.Platform;
import dev.larder.oci.source.Document;
import java.util.List;

/**
 * An image that has been made, to be written into the catalog; the rows of its layers are there.
 *
 * @param repository where it came from, empty if from nowhere
 * @param platform what it is for
 * @param indexes the indexes that led to it
 * @param content manifest, config, layers and disk
 */
public record NewImage(
    String repository, Platform platform, List<Document> indexes, ImageContent content) {
  /** Copies the list. */
  public NewImage {
    indexes = List.copyOf(indexes);
  }
}
