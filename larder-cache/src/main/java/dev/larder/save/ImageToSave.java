// SPDX-License-Identifier: Apache-2.0
package dev.larder.save;

import dev.larder.oci.DiffId;
import dev.larder.oci.source.Document;
import java.nio.file.Path;
import java.util.List;

/**
 * An image of the cache.
 *
 * @param names the names that it is to have in the archive; may be empty
 * @param manifest its manifest
 * @param config its config
 * @param layers its layers, the bottom one first
 */
public record ImageToSave(
    List<String> names, Document manifest, Document config, List<Layer> layers) {
  /** Copies the lists. */
  public ImageToSave {
    names = List.copyOf(names);
    layers = List.copyOf(layers);
  }

  /**
   * A layer.
   *
   * @param diffId its identity
   * @param file its EROFS file
   */
  public record Layer(DiffId diffId, Path file) {}
}
