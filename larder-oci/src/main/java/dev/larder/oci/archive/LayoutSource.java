// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.Document;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.SizeMismatchException;
import dev.larder.oci.source.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** One image of an OCI layout: image-spec image-layout.md, Blobs. */
final class LayoutSource implements ImageSource {
  private final ArchiveFiles files;
  private final Descriptor root;
  private final DocumentLimits limits;

  /** Documents that are no blobs of the layout. */
  private final Map<Digest, Document> inMemory;

  private LayoutSource(
      ArchiveFiles files, Descriptor root, DocumentLimits limits, Map<Digest, Document> inMemory) {
    this.files = files;
    this.root = root;
    this.limits = limits;
    this.inMemory = inMemory;
  }

  /** The image that {@code root}, an entry of the layout's index, leads to. */
  static LayoutSource of(ArchiveFiles files, Descriptor root, DocumentLimits limits) {
    return new LayoutSource(files, root, limits, Map.of());
  }

  /** The image that the layout's index is itself. */
  static LayoutSource ofIndexFile(ArchiveFiles files, Document index, DocumentLimits limits) {
    return new LayoutSource(files, index.descriptor(), limits, Map.of(index.digest(), index));
  }

  @Override
  public Document resolve() throws IOException {
    return fetch(root);
  }

  @Override
  public Document fetch(Descriptor descriptor) throws IOException {
    var known = inMemory.get(descriptor.digest());
    if (known != null) {
      return known;
    }
    String mediaType = descriptor.mediaType();
    boolean isConfig = !MediaTypes.isManifest(mediaType) && !MediaTypes.isIndex(mediaType);
    try (var in = find(descriptor).open()) {
      return Document.read(
          in, descriptor, isConfig ? limits.configBytes() : limits.manifestBytes());
    }
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws IOException {
    var file = find(descriptor);
    if (file.sizeBytes() != descriptor.sizeBytes()) {
      throw new SizeMismatchException(
          descriptor.digest(), descriptor.sizeBytes(), file.sizeBytes());
    }
    return new VerifyingInputStream(file.open(), descriptor);
  }

  @Override
  public void close() {
    // Each blob opens the file for itself, so nothing stays open.
  }

  private ArchiveFile find(Descriptor descriptor) throws IOException {
    var digest = descriptor.digest();
    return files.require("blobs/" + digest.algorithm() + "/" + digest.hex());
  }
}
