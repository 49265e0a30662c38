// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of one image: image-spec manifest.md, or Docker's manifest version 2, schema 2.
 *
 * @param mediaType the manifest's own media type, empty if it names none
 * @param artifactType what kind of artifact it is, empty for images
 * @param config the config
 * @param layers the layers, the bottom one first
 * @param annotations annotations, may be empty
 */
public record Manifest(
    String mediaType,
    String artifactType,
    Descriptor config,
    List<Descriptor> layers,
    Map<String, String> annotations)
    implements ImageDocument {
  private static final String DOCUMENT = "manifest";

  /** Copies the collections. */
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Map.copyOf(annotations);
  }

  /**
   * {@return the manifest that {@code bytes} hold}
   *
   * @throws MalformedDocumentException if they hold none, or are more than the limit
   */
  public static Manifest parse(byte[] bytes, DocumentLimits limits)
      throws MalformedDocumentException {
    @Nullable Descriptor config = null;
    @Nullable List<Descriptor> layers = null;
    String mediaType = "";
    String artifactType = "";
    Map<String, String> annotations = Map.of();
    try (var reader =
        DocumentReader.open(DOCUMENT, bytes, limits.manifestBytes(), limits.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        switch (reader.fieldName()) {
          case "schemaVersion" -> reader.requireSchemaVersion2();
          case "mediaType" -> mediaType = ownType(reader);
          case "artifactType" -> artifactType = reader.string();
          case "config" -> config = DescriptorReader.descriptor(reader);
          case "layers" -> layers = reader.list(() -> DescriptorReader.descriptor(reader));
          case "annotations" -> annotations = reader.stringMap();
          case "manifests" -> throw reader.malformed("it is an index, not a manifest");
          default -> reader.skip();
        }
      }
      if (config == null) {
        throw reader.missing("config");
      }
      if (layers == null) {
        throw reader.missing("layers");
      }
      reader.end();
    }
    return new Manifest(mediaType, artifactType, config, layers, annotations);
  }

  /**
   * Checks that this is the manifest of a container image.
   *
   * @throws NotAnImageException if it is some other artifact's, with its type
   */
  public void requireImage() throws NotAnImageException {
    if (!MediaTypes.isImageConfig(config.mediaType())) {
      String type = artifactType.isEmpty() ? config.mediaType() : artifactType;
      throw new NotAnImageException(type, "not a container image but an artifact of type " + type);
    }
    for (var layer : layers) {
      if (MediaTypes.isEncrypted(layer.mediaType())) {
        throw new NotAnImageException(
            layer.mediaType(), "the layer " + layer.digest() + " is encrypted");
      }
      if (MediaTypes.essence(layer.mediaType()).equals(MediaTypes.IN_TOTO)) {
        throw new NotAnImageException(
            layer.mediaType(), "not a container image but a build attestation");
      }
    }
  }

  private static String ownType(DocumentReader reader) throws MalformedDocumentException {
    String mediaType = reader.string();
    if (MediaTypes.isIndex(mediaType)) {
      throw reader.malformed("it says of itself that it is an index: " + mediaType);
    }
    return mediaType;
  }
}
