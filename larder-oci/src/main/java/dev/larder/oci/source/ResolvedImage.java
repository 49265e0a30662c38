// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.image.ConfigFile;
import dev.larder.oci.image.Manifest;
import java.util.List;

/**
 * One image that a source's reference led to, with the documents on the way, as received.
 *
 * @param indexes the indexes that were gone through, the outermost first; empty if the reference
 *     named the manifest
 * @param manifestDocument the manifest's bytes
 * @param manifest the manifest
 * @param configDocument the config's bytes
 * @param config the config, which has as many diff ids as the manifest has layers
 */
public record ResolvedImage(
    List<Document> indexes,
    Document manifestDocument,
    Manifest manifest,
    Document configDocument,
    ConfigFile config) {
  /** Copies the list. */
  public ResolvedImage {
    indexes = List.copyOf(indexes);
  }

  /** {@return what the reference named itself: the outermost index, or the manifest} */
  public Document root() {
    return indexes.isEmpty() ? manifestDocument : indexes.getFirst();
  }
}
