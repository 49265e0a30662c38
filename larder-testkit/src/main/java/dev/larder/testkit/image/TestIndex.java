// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * An OCI index or Docker manifest list.
 *
 * @param format its format
 * @param document its bytes
 * @param images what it lists, in order
 */
public record TestIndex(ManifestFormat format, Blob.InMemory document, List<TestImage> images)
    implements TestManifest {

  /** Copies the images. */
  public TestIndex {
    images = List.copyOf(images);
  }

  /**
   * {@return an index in the format of its first image}
   *
   * @param images at least one
   */
  public static TestIndex of(TestImage... images) {
    ManifestFormat format = images[0].format();
    var manifests = new ArrayList<Object>();
    for (TestImage image : images) {
      var platform = new LinkedHashMap<String, Object>();
      platform.put("architecture", image.architecture());
      platform.put("os", image.os());
      if (!image.variant().isEmpty()) {
        platform.put("variant", image.variant());
      }
      var descriptor = Descriptors.of(image.mediaType(), image.document());
      descriptor.put("platform", platform);
      manifests.add(descriptor);
    }
    var index = new LinkedHashMap<String, Object>();
    index.put("schemaVersion", 2);
    index.put("mediaType", format.indexType());
    index.put("manifests", manifests);
    return new TestIndex(format, new Blob.InMemory(Json.bytes(index)), List.of(images));
  }

  @Override
  public String mediaType() {
    return format.indexType();
  }
}
