// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.io.IOException;

/** Tells manifests and indexes apart. */
enum DocumentKind {
  MANIFEST,
  INDEX;

  static DocumentKind of(String givenType, byte[] bytes, DocumentLimits limits) throws IOException {
    boolean hasManifests = false;
    boolean hasLayers = false;
    long schemaVersion = 2;
    String ownType = "";
    try (var reader =
        DocumentReader.open("manifest", bytes, limits.manifestBytes(), limits.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        switch (reader.fieldName()) {
          case "mediaType" -> ownType = reader.string();
          case "schemaVersion" -> schemaVersion = reader.integer();
          case "manifests" -> {
            hasManifests = true;
            reader.skip();
          }
          case "layers", "config" -> {
            hasLayers = true;
            reader.skip();
          }
          default -> reader.skip();
        }
      }
      reader.end();
    }
    requireSchema2(schemaVersion, ownType.isEmpty() ? givenType : ownType);
    if (hasManifests && hasLayers) {
      throw new MalformedDocumentException(
          "manifest", "", -1, "it has the fields of a manifest and those of an index");
    }
    var shape = hasManifests ? INDEX : MANIFEST;
    requireAgreement(shape, ownType, "its own media type");
    requireAgreement(shape, givenType, "the media type it came with");
    return shape;
  }

  private static void requireSchema2(long schemaVersion, String mediaType)
      throws NotAnImageException {
    if (schemaVersion == 1 || MediaTypes.isDockerSchema1(mediaType)) {
      throw new NotAnImageException(
          mediaType, "a Docker manifest of schema 1, a format that was given up in 2017");
    }
  }

  private static void requireAgreement(DocumentKind shape, String type, String whose)
      throws MalformedDocumentException {
    boolean disagrees =
        switch (shape) {
          case MANIFEST -> MediaTypes.isIndex(type);
          case INDEX -> MediaTypes.isManifest(type);
        };
    if (disagrees) {
      throw new MalformedDocumentException(
          "manifest", "", -1, whose + " is " + type + ", its fields are those of the other kind");
    }
  }
}
