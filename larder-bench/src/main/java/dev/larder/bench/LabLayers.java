// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Manifest;
import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.Skopeo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds the files of a lab image's layers in the lab's OCI layout. */
final class LabLayers {
  private LabLayers() {}

  /** {@return the gzip layers of the image {@code tag}, the bottom one first} */
  static List<Path> of(LabImages lab, String tag) throws IOException {
    byte[] manifest = Skopeo.rawManifest("oci:" + lab.layout() + ":" + tag);
    return Manifest.parse(manifest, DocumentLimits.DEFAULT).layers().stream()
        .map(layer -> layer.digest())
        .map(digest -> lab.layout().resolve("blobs/" + digest.algorithm() + "/" + digest.hex()))
        .toList();
  }
}
