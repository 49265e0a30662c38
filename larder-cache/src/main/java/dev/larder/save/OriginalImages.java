// SPDX-License-Identifier: Apache-2.0
package dev.larder.save;

import dev.larder.oci.archive.OutgoingBlob;
import dev.larder.oci.archive.OutgoingImage;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Manifest;
import dev.larder.oci.source.ImageSource;
import java.io.IOException;
import java.io.OutputStream;

/** Images as they were received, whose layers are fetched again while they are written. */
public final class OriginalImages {
  private OriginalImages() {}

  /**
   * {@return the image as it goes into an archive} Every byte of it is what its digest says, or
   * writing it fails.
   *
   * @param source where its blobs are; stays open until the archive is written
   */
  public static OutgoingImage of(ImageToSave image, ImageSource source) throws IOException {
    var manifest = Manifest.parse(image.manifest().bytes(), DocumentLimits.OF_KEPT);
    var layers =
        manifest.layers().stream()
            .map(layer -> new OutgoingBlob(layer, out -> copy(source, layer, out)))
            .toList();
    return new OutgoingImage(image.names(), image.manifest(), image.config(), layers);
  }

  private static void copy(ImageSource source, Descriptor layer, OutputStream out)
      throws IOException {
    try (var blob = source.openBlob(layer)) {
      blob.transferTo(out);
    }
  }
}
