// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several images under one name, mostly one for each platform: image-spec image-index.md, or
 * Docker's manifest list.
 *
 * @param mediaType the index's own media type, empty if it names none
 * @param entries the manifests and nested indexes, in order
 * @param annotations annotations, may be empty
 */
public record ImageIndex(String mediaType, List<Entry> entries, Map<String, String> annotations)
    implements ImageDocument {
  /**
   * One line of an index.
   *
   * @param descriptor what it points at, a manifest or another index
   * @param platform what it is for, {@link Platform#UNSPECIFIED} if it does not say
   * @param artifactType what kind of artifact it is, empty for images
   */
  public record Entry(Descriptor descriptor, Platform platform, String artifactType) {
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    /** {@return whether this may be an image: not a build attestation or another artifact} */
    public boolean isImage() {
      boolean isAttestation =
          platform.isUnknown() || descriptor.annotations().containsKey(REFERENCE_TYPE);
      boolean isArtifact = !artifactType.isEmpty() && !MediaTypes.isImageConfig(artifactType);
      return !isAttestation && !isArtifact && (isIndex() || isManifest());
    }

    /** {@return whether this is a nested index} */
    public boolean isIndex() {
      return MediaTypes.isIndex(descriptor.mediaType());
    }

    private boolean isManifest() {
      return MediaTypes.isManifest(descriptor.mediaType());
    }
  }

  /** Copies the collections. */
  public ImageIndex {
    entries = List.copyOf(entries);
    annotations = Map.copyOf(annotations);
  }

  /**
   * {@return the index that {@code bytes} hold}
   *
   * @throws MalformedDocumentException if they hold none, or are more than the limit
   */
  public static ImageIndex parse(byte[] bytes, DocumentLimits limits)
      throws MalformedDocumentException {
    @Nullable List<Entry> entries = null;
    String mediaType = "";
    Map<String, String> annotations = Map.of();
    try (var reader = DocumentReader.open("index", bytes, limits.manifestBytes(), limits.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        switch (reader.fieldName()) {
          case "schemaVersion" -> reader.requireSchemaVersion2();
          case "mediaType" -> mediaType = ownType(reader);
          case "manifests" -> entries = reader.list(() -> DescriptorReader.entry(reader));
          case "annotations" -> annotations = reader.stringMap();
          case "config", "layers" -> throw reader.malformed("it is a manifest, not an index");
          default -> reader.skip();
        }
      }
      if (entries == null) {
        throw reader.missing("manifests");
      }
      reader.end();
    }
    return new ImageIndex(mediaType, entries, annotations);
  }

  private static String ownType(DocumentReader reader) throws MalformedDocumentException {
    String mediaType = reader.string();
    if (MediaTypes.isManifest(mediaType)) {
      throw reader.malformed("it says of itself that it is a manifest: " + mediaType);
    }
    return mediaType;
  }
}
