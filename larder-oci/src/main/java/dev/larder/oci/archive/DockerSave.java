// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.compression.Compression;
import dev.larder.oci.compression.Decompression;
import dev.larder.oci.image.ConfigFile;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DockerSaveItem;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Lists the images of a {@code docker save} archive that has a {@code manifest.json}. It has no
 * image manifests, so one is made up: a Docker schema 2 manifest whose bytes depend on the config
 * and the layers alone. The digest of a layer that is a plain tar is its diff id, which reading it
 * verifies; the digest of one that is compressed is computed from its bytes.
 */
final class DockerSave {
  static final String MANIFEST = "manifest.json";

  private record Layer(Descriptor descriptor, ArchiveFile file) {}

  private final ArchiveFiles files;
  private final DocumentLimits limits;

  /** What was found out of layers, by their place: images of one archive share them. */
  private final HashMap<ArchiveFile, Layer> compressedLayers = new HashMap<>();

  private DockerSave(ArchiveFiles files, DocumentLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  static List<ArchivedImage> images(ArchiveFiles files, DocumentLimits limits) throws IOException {
    return new DockerSave(files, limits).images();
  }

  private List<ArchivedImage> images() throws IOException {
    var items = DockerSaveItem.parse(files.require(MANIFEST).read(limits.manifestBytes()), limits);
    var sources = new LinkedHashMap<Digest, DockerSaveSource>();
    var names = new LinkedHashMap<Digest, SequencedSet<String>>();
    for (var item : items) {
      var source = source(item);
      var digest = source.resolve().digest();
      sources.putIfAbsent(digest, source);
      names.computeIfAbsent(digest, key -> new LinkedHashSet<>()).addAll(item.repoTags());
    }
    var images = new ArrayList<ArchivedImage>();
    sources.forEach(
        (digest, source) ->
            images.add(
                new ArchivedImage(
                    List.copyOf(names.getOrDefault(digest, new LinkedHashSet<>())), source)));
    return images;
  }

  private DockerSaveSource source(DockerSaveItem item) throws IOException {
    byte[] configBytes = files.require(item.config()).read(limits.configBytes());
    var config = Document.of(MediaTypes.DOCKER_CONFIG, configBytes);
    var diffIds = ConfigFile.parse(configBytes, limits).diffIds();
    if (diffIds.size() != item.layers().size()) {
      throw new MalformedArchiveException(
          files.archive(),
          item.config()
              + " has "
              + diffIds.size()
              + " diff ids, its image "
              + item.layers().size()
              + " layers");
    }
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < diffIds.size(); i++) {
      layers.add(layer(files.require(item.layers().get(i)), diffIds.get(i)));
    }
    var manifest =
        Document.of(
            MediaTypes.DOCKER_MANIFEST,
            manifest(config, layers.stream().map(Layer::descriptor).toList()));
    var byDigest = new HashMap<Digest, ArchiveFile>();
    layers.forEach(layer -> byDigest.put(layer.descriptor().digest(), layer.file()));
    return new DockerSaveSource(files.archive(), manifest, config, byDigest);
  }

  private Layer layer(ArchiveFile file, DiffId diffId) throws IOException {
    var known = compressedLayers.get(file);
    if (known != null) {
      return known;
    }
    Compression compression;
    try (var in = file.open();
        var stream = Decompression.open(in)) {
      compression = stream.compression();
    }
    String mediaType =
        switch (compression) {
          case NONE -> MediaTypes.DOCKER_LAYER;
          case GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
          case ZSTD -> MediaTypes.DOCKER_LAYER_ZSTD;
        };
    if (compression == Compression.NONE) {
      return new Layer(Descriptor.of(mediaType, diffId.digest(), file.sizeBytes()), file);
    }
    var layer = new Layer(Descriptor.of(mediaType, digest(file), file.sizeBytes()), file);
    compressedLayers.put(file, layer);
    return layer;
  }

  private static Digest digest(ArchiveFile file) throws IOException {
    var hash = Digest.Algorithm.SHA256.newHash();
    byte[] buffer = new byte[1 << 18];
    try (var in = file.open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    return Digest.of(Digest.Algorithm.SHA256, hash);
  }

  /**
   * {@return the manifest that is made up for a config and layers} Nothing in it needs escaping:
   * media types of ours, digests and numbers.
   */
  static byte[] manifest(Document config, List<Descriptor> layers) {
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.DOCKER_MANIFEST
            + "\",\"config\":"
            + descriptor(config.descriptor())
            + ",\"layers\":["
            + layers.stream().map(DockerSave::descriptor).collect(Collectors.joining(","))
            + "]}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String descriptor(Descriptor descriptor) {
    return "{\"mediaType\":\""
        + descriptor.mediaType()
        + "\",\"size\":"
        + descriptor.sizeBytes()
        + ",\"digest\":\""
        + descriptor.digest()
        + "\"}";
  }
}
