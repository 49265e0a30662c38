// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * An image that a registry serves.
 *
 * @param reference its name, with the registry's
 * @param layers its layers as they are served, the bottom one first
 */
record RegistryImage(String reference, List<Path> layers) {
  /** Copies the layers. */
  RegistryImage {
    layers = List.copyOf(layers);
  }
}
