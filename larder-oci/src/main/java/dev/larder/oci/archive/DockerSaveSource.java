// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.source.Document;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.SizeMismatchException;
import dev.larder.oci.source.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/** One image of a {@code docker save} archive, with the manifest that was made up for it. */
final class DockerSaveSource implements ImageSource {
  private final Path archive;
  private final Document manifest;
  private final Document config;
  private final Map<Digest, ArchiveFile> layers;

  DockerSaveSource(
      Path archive, Document manifest, Document config, Map<Digest, ArchiveFile> layers) {
    this.archive = archive;
    this.manifest = manifest;
    this.config = config;
    this.layers = Map.copyOf(layers);
  }

  @Override
  public Document resolve() {
    return manifest;
  }

  @Override
  public Document fetch(Descriptor descriptor) throws IOException {
    for (var document : new Document[] {manifest, config}) {
      if (document.digest().equals(descriptor.digest())) {
        if (document.sizeBytes() != descriptor.sizeBytes()) {
          throw new SizeMismatchException(
              descriptor.digest(), descriptor.sizeBytes(), document.sizeBytes());
        }
        return document;
      }
    }
    throw missing(descriptor);
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws IOException {
    var file = layers.get(descriptor.digest());
    if (file == null) {
      throw missing(descriptor);
    }
    return new VerifyingInputStream(file.open(), descriptor);
  }

  @Override
  public void close() {
    // Each layer opens the file for itself, so nothing stays open.
  }

  private MalformedArchiveException missing(Descriptor descriptor) {
    return new MalformedArchiveException(archive, "it has no blob " + descriptor.digest());
  }
}
