// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads image-spec descriptor.md: a descriptor, with the platform that it has in an index. */
final class DescriptorReader {
  private DescriptorReader() {}

  static Descriptor descriptor(DocumentReader reader) throws MalformedDocumentException {
    return entry(reader).descriptor();
  }

  static ImageIndex.Entry entry(DocumentReader reader) throws MalformedDocumentException {
    @Nullable String mediaType = null;
    @Nullable Digest digest = null;
    long sizeBytes = -1;
    Map<String, String> annotations = Map.of();
    List<String> urls = List.of();
    var platform = Platform.UNSPECIFIED;
    String artifactType = "";
    reader.beginObject();
    while (reader.nextField()) {
      switch (reader.fieldName()) {
        case "mediaType" -> mediaType = reader.string();
        case "digest" -> digest = reader.digest();
        case "size" -> sizeBytes = size(reader);
        case "annotations" -> annotations = reader.stringMap();
        case "urls" -> urls = reader.strings();
        case "platform" -> platform = platform(reader);
        case "artifactType" -> artifactType = reader.string();
        default -> reader.skip();
      }
    }
    if (mediaType == null) {
      throw reader.missing("mediaType");
    }
    if (digest == null) {
      throw reader.missing("digest");
    }
    if (sizeBytes < 0) {
      throw reader.missing("size");
    }
    return new ImageIndex.Entry(
        new Descriptor(mediaType, digest, sizeBytes, annotations, urls), platform, artifactType);
  }

  private static long size(DocumentReader reader) throws MalformedDocumentException {
    long sizeBytes = reader.integer();
    if (sizeBytes < 0) {
      throw reader.malformed("the size is negative: " + sizeBytes);
    }
    return sizeBytes;
  }

  private static Platform platform(DocumentReader reader) throws MalformedDocumentException {
    String os = "";
    String architecture = "";
    String variant = "";
    String osVersion = "";
    List<String> osFeatures = List.of();
    reader.beginObject();
    while (reader.nextField()) {
      switch (reader.fieldName()) {
        case "os" -> os = reader.string();
        case "architecture" -> architecture = reader.string();
        case "variant" -> variant = reader.string();
        case "os.version" -> osVersion = reader.string();
        case "os.features" -> osFeatures = reader.strings();
        default -> reader.skip();
      }
    }
    return new Platform(os, architecture, variant, osVersion, osFeatures);
  }
}
