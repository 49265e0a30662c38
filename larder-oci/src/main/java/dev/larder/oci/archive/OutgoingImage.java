// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.source.Document;
import java.util.List;

/**
 * An image to be written into an archive.
 *
 * @param names its whole names, without digests; may be empty
 * @param manifest its manifest
 * @param config its config
 * @param layers its layers, the bottom one first
 */
public record OutgoingImage(
    List<String> names, Document manifest, Document config, List<OutgoingBlob> layers) {
  /** Copies the lists. */
  public OutgoingImage {
    names = List.copyOf(names);
    layers = List.copyOf(layers);
  }
}
