// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DockerSaveItem;
import dev.larder.oci.image.LayoutIndex;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.image.OciLayoutFile;
import dev.larder.oci.source.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes archives of images, as plain tars, from their first byte to their last: an OCI layout
 * (image-spec image-layout.md), or what {@code docker save} writes. A blob that several images have
 * is written once. The same images give the same bytes.
 */
public final class ArchiveWriter {
  private final TarWriter tar;
  private final Set<String> written = new HashSet<>();

  private ArchiveWriter(OutputStream out) {
    this.tar = new TarWriter(out);
  }

  /**
   * Writes an OCI layout.
   *
   * @param images the images, each once
   * @param out gets the tar; not closed
   * @throws IOException if a blob cannot be had, is not as long as it should be, or cannot be
   *     written
   */
  public static void writeLayout(List<OutgoingImage> images, OutputStream out) throws IOException {
    var writer = new ArchiveWriter(out);
    var entries = new ArrayList<LayoutIndex.Entry>();
    for (var image : images) {
      var manifest = image.manifest().descriptor();
      if (image.names().isEmpty()) {
        entries.add(new LayoutIndex.Entry(manifest, null));
      }
      image.names().forEach(name -> entries.add(new LayoutIndex.Entry(manifest, name)));
    }
    writer.file(OciLayoutFile.NAME, OciLayoutFile.toBytes());
    writer.file(OciLayout.INDEX, LayoutIndex.toBytes(entries));
    for (var image : images) {
      writer.file(blobPath(image.manifest().digest()), image.manifest().bytes());
      writer.file(blobPath(image.config().digest()), image.config().bytes());
      for (var layer : image.layers()) {
        writer.file(blobPath(layer.descriptor().digest()), layer);
      }
    }
    writer.tar.end();
  }

  /**
   * Writes what {@code docker save} writes. There is no manifest in it.
   *
   * @param images the images, each once; their layers are plain tars, named by their diff ids
   * @param out gets the tar; not closed
   * @throws IOException if a blob cannot be had, is not as long as it should be, or cannot be
   *     written
   */
  public static void writeDockerSave(List<OutgoingImage> images, OutputStream out)
      throws IOException {
    var writer = new ArchiveWriter(out);
    var items = new ArrayList<DockerSaveItem>();
    for (var image : images) {
      String config = image.config().digest().hex() + ".json";
      writer.file(config, image.config().bytes());
      var layers = new ArrayList<String>();
      for (var layer : image.layers()) {
        String path = layer.descriptor().digest().hex() + ".tar";
        writer.file(path, layer);
        layers.add(path);
      }
      items.add(new DockerSaveItem(config, image.names(), layers));
    }
    writer.file(DockerSave.MANIFEST, DockerSaveItem.toBytes(items));
    writer.tar.end();
  }

  /**
   * {@return the manifest that reading a {@code docker save} archive makes up for an image of a
   * config and layers that are plain tars}
   */
  public static Document dockerSaveManifest(Document config, List<Descriptor> layers) {
    var dockerConfig = Document.of(MediaTypes.DOCKER_CONFIG, config.bytes());
    var dockerLayers =
        layers.stream()
            .map(layer -> Descriptor.of(MediaTypes.DOCKER_LAYER, layer.digest(), layer.sizeBytes()))
            .toList();
    return Document.of(MediaTypes.DOCKER_MANIFEST, DockerSave.manifest(dockerConfig, dockerLayers));
  }

  private void file(String path, byte[] bytes) throws IOException {
    if (written.add(path)) {
      tar.file(path, bytes.length, out -> out.write(bytes));
    }
  }

  private void file(String path, OutgoingBlob blob) throws IOException {
    if (written.add(path)) {
      tar.file(path, blob.descriptor().sizeBytes(), blob.content());
    }
  }

  private static String blobPath(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }
}
