// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes tagged images in the three forms that tools exchange: an OCI layout as a directory or as a
 * tar, and what {@code docker save} writes. Not safe for use by several threads.
 *
 * <pre>{@code
 * new ImageArchive().add("latest", image).writeOciLayout(directory);
 * }</pre>
 */
public final class ImageArchive {

  private final Map<String, TestManifest> tagged = new LinkedHashMap<>();

  /** Begins an empty archive. */
  public ImageArchive() {}

  /**
   * Adds an image or an index.
   *
   * @param name the value of {@code org.opencontainers.image.ref.name} in an OCI layout (empty for
   *     no annotation), the {@code RepoTags} entry in a docker archive
   * @param manifest what it names
   * @return this archive
   */
  public ImageArchive add(String name, TestManifest manifest) {
    tagged.put(name, manifest);
    return this;
  }

  /**
   * Writes an OCI layout directory.
   *
   * @param directory where to; made if it does not exist
   * @throws IOException when it cannot be written
   */
  public void writeOciLayout(Path directory) throws IOException {
    for (Map.Entry<String, Content> file : ociFiles().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      try (OutputStream out = Files.newOutputStream(path)) {
        file.getValue().writeTo(out);
      }
    }
  }

  /**
   * Writes an OCI layout as one tar.
   *
   * @param file where to
   * @throws IOException when it cannot be written
   */
  public void writeOciArchive(Path file) throws IOException {
    writeTar(file, ociFiles());
  }

  /**
   * Writes a docker archive: {@code manifest.json}, configs, and each layer as it is packed, named
   * by the digest of its blob. Indexes are written image by image under the same name.
   *
   * @param file where to
   * @throws IOException when it cannot be written
   */
  public void writeDockerArchive(Path file) throws IOException {
    var files = new LinkedHashMap<String, Content>();
    var entries = new ArrayList<Object>();
    tagged.forEach(
        (name, manifest) -> {
          for (TestImage image : manifest.images()) {
            entries.add(dockerEntry(name, image, files));
          }
        });
    files.put("manifest.json", Content.of(Json.bytes(entries)));
    writeTar(file, files);
  }

  private Map<String, Content> ociFiles() {
    var files = new LinkedHashMap<String, Content>();
    files.put("oci-layout", Content.of("{\"imageLayoutVersion\":\"1.0.0\"}"));
    var manifests = new ArrayList<Object>();
    tagged.forEach(
        (name, manifest) -> {
          var descriptor = Descriptors.of(manifest.mediaType(), manifest.document());
          if (!name.isEmpty()) {
            descriptor.put("annotations", Map.of("org.opencontainers.image.ref.name", name));
          }
          manifests.add(descriptor);
          putBlob(files, manifest.document());
          for (TestImage image : manifest.images()) {
            putBlob(files, image.document());
            image.blobs().forEach(blob -> putBlob(files, blob));
          }
        });
    var index = new LinkedHashMap<String, Object>();
    index.put("schemaVersion", 2);
    index.put("mediaType", ManifestFormat.OCI.indexType());
    index.put("manifests", manifests);
    files.put("index.json", Content.of(Json.bytes(index)));
    return files;
  }

  private static void putBlob(Map<String, Content> files, Blob blob) {
    files.put("blobs/sha256/" + hex(blob), content(blob));
  }

  private static Map<String, Object> dockerEntry(
      String name, TestImage image, Map<String, Content> files) {
    String config = hex(image.config()) + ".json";
    files.put(config, content(image.config()));
    var layers = new ArrayList<String>();
    for (TestLayer layer : image.layers()) {
      String path = hex(layer.blob()) + "/layer.tar";
      files.put(path, content(layer.blob()));
      layers.add(path);
    }
    var entry = new LinkedHashMap<String, Object>();
    entry.put("Config", config);
    entry.put("RepoTags", name.isEmpty() ? List.of() : List.of(name));
    entry.put("Layers", layers);
    return entry;
  }

  private static void writeTar(Path file, Map<String, Content> files) throws IOException {
    var tar = new TarBuilder();
    files.forEach(tar::file);
    try (OutputStream out = Files.newOutputStream(file)) {
      tar.writeTo(out);
    }
  }

  private static String hex(Blob blob) {
    return blob.digest().substring("sha256:".length());
  }

  private static Content content(Blob blob) {
    return new Streamed(
        blob.sizeBytes(),
        out -> {
          try (InputStream in = blob.open()) {
            in.transferTo(out);
          }
        });
  }
}
