// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.util.ArrayList;
import java.util.List;

/**
 * An image: exact manifest and config bytes, and the layers.
 *
 * @param format the format of the manifest
 * @param os the platform's operating system
 * @param architecture the platform's architecture
 * @param variant the platform's variant, empty for none
 * @param document the manifest
 * @param config the config
 * @param layers bottom to top
 */
public record TestImage(
    ManifestFormat format,
    String os,
    String architecture,
    String variant,
    Blob.InMemory document,
    Blob.InMemory config,
    List<TestLayer> layers)
    implements TestManifest {

  /** Copies the layers. */
  public TestImage {
    layers = List.copyOf(layers);
  }

  @Override
  public String mediaType() {
    return format.manifestType();
  }

  @Override
  public List<TestImage> images() {
    return List.of(this);
  }

  /** {@return the config and every layer: all that the manifest refers to} */
  public List<Blob> blobs() {
    var blobs = new ArrayList<Blob>();
    blobs.add(config);
    layers.forEach(layer -> blobs.add(layer.blob()));
    return blobs;
  }
}
