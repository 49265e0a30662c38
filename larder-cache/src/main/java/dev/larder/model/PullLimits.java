// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.erofs.layer.LayerLimits;
import dev.larder.oci.compression.DecompressionLimits;
import dev.larder.oci.image.DocumentLimits;

/**
 * What an image may ask for; whatever is over a limit is refused.
 *
 * @param documents limits of manifests and configs
 * @param decompression limits of what a little input may become
 * @param layers limits of what is in a layer
 */
public record PullLimits(
    DocumentLimits documents, DecompressionLimits decompression, LayerLimits layers) {
  /** The limits that no honest image meets. */
  public static final PullLimits DEFAULT =
      new PullLimits(DocumentLimits.DEFAULT, DecompressionLimits.DEFAULT, LayerLimits.DEFAULT);
}
