// SPDX-License-Identifier: Apache-2.0
package dev.larder.save;

import dev.larder.erofs.LayerTar;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.archive.OutgoingBlob;
import dev.larder.oci.archive.OutgoingImage;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DocumentEdits;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Manifest;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Images whose layers are tars made of the cache's files. Their lengths and digests stand in front
 * of them in an archive, so each layer is written twice: once to be measured, once into the
 * archive. A layer that several images have is measured once. For one thread.
 */
public final class PackedImages {
  private final Map<DiffId, Measured> measured = new HashMap<>();

  /** What a layer's tar is. */
  private record Measured(Path file, Digest digest, long sizeBytes) {}

  /** No layer is measured yet. */
  public PackedImages() {}

  /**
   * {@return the image as it goes into an archive} Its layers are plain tars, its config names
   * their digests and its manifest those of all; all else of both stays byte by byte.
   *
   * @throws IOException if a layer cannot be read or has what no tar can say, or a document cannot
   *     be written anew
   */
  public OutgoingImage pack(ImageToSave image) throws IOException {
    var manifest = Manifest.parse(image.manifest().bytes(), DocumentLimits.OF_KEPT);
    boolean docker =
        MediaTypes.essence(image.manifest().mediaType()).equals(MediaTypes.DOCKER_MANIFEST);
    String mediaType = docker ? MediaTypes.DOCKER_LAYER : MediaTypes.OCI_LAYER;
    var diffIds = new ArrayList<DiffId>();
    var layers = new ArrayList<OutgoingBlob>();
    for (var layer : image.layers()) {
      var tar = measure(layer);
      diffIds.add(new DiffId(tar.digest()));
      layers.add(
          new OutgoingBlob(
              Descriptor.of(mediaType, tar.digest(), tar.sizeBytes()),
              out -> writeTar(tar.file(), out)));
    }
    var config =
        Document.of(
            manifest.config().mediaType(),
            DocumentEdits.withDiffIds(image.config().bytes(), diffIds));
    byte[] manifestBytes =
        DocumentEdits.withBlobs(
            image.manifest().bytes(),
            config.descriptor(),
            layers.stream().map(OutgoingBlob::descriptor).toList());
    return new OutgoingImage(
        image.names(), Document.of(image.manifest().mediaType(), manifestBytes), config, layers);
  }

  private Measured measure(ImageToSave.Layer layer) throws IOException {
    var known = measured.get(layer.diffId());
    if (known != null) {
      return known;
    }
    var hashed = new HashedOutput();
    writeTar(layer.file(), hashed);
    var tar =
        new Measured(
            layer.file(), Digest.of(Digest.Algorithm.SHA256, hashed.hash), hashed.sizeBytes);
    measured.put(layer.diffId(), tar);
    return tar;
  }

  private static void writeTar(Path layer, OutputStream out) throws IOException {
    try (var tar = LayerTar.open(layer)) {
      tar.writeTo(out);
    }
  }

  /** Keeps of bytes what a descriptor says of them. */
  private static final class HashedOutput extends OutputStream {
    private final MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    private long sizeBytes;

    @Override
    public void write(int b) {
      hash.update((byte) b);
      sizeBytes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      hash.update(bytes, offset, length);
      sizeBytes += length;
    }
  }
}
