// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.Digest;
import dev.larder.oci.compression.Decompression;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageResolver;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.ResolvedImage;
import dev.larder.testkit.image.TestImage;
import java.io.IOException;

/** Reads images of archives whole, as a load does, and compares. */
final class ArchiveContents {
  static final Platform AMD64 = Platform.parse("linux/amd64");

  private ArchiveContents() {}

  static ResolvedImage resolved(ImageSource source) throws IOException {
    return new ImageResolver(DocumentLimits.DEFAULT).resolve(source, AMD64);
  }

  /** Reads every blob and checks the config's bytes and the layers' diff ids. */
  static ResolvedImage requireImage(ArchivedImage archived, TestImage wanted) throws IOException {
    try (var source = archived.source()) {
      var image = resolved(source);
      assertThat(image.configDocument().bytes()).isEqualTo(wanted.config().bytes());
      for (int i = 0; i < wanted.layers().size(); i++) {
        var layer = image.manifest().layers().get(i);
        assertThat(diffId(source, image, i)).hasToString(wanted.layers().get(i).diffId());
        assertThat(layer.sizeBytes()).isPositive();
      }
      assertThat(image.manifest().layers()).hasSameSizeAs(wanted.layers());
      return image;
    }
  }

  static Digest diffId(ImageSource source, ResolvedImage image, int layer) throws IOException {
    var hash = Digest.Algorithm.SHA256.newHash();
    byte[] buffer = new byte[1 << 16];
    try (var blob = source.openBlob(image.manifest().layers().get(layer));
        var stream = Decompression.open(blob)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    return Digest.of(Digest.Algorithm.SHA256, hash);
  }
}
