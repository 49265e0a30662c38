// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import dev.larder.testkit.image.Blob;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestManifest;

/** Puts what an {@link dev.larder.testkit.image.ImageBuilder} made into a registry. */
public final class BuiltImages {

  private BuiltImages() {}

  /**
   * Puts an image, or an index with all of its images, under a tag and its digest. Blobs in files
   * are read when they are served.
   *
   * @param registry the registry
   * @param repository the repository's name
   * @param tag the tag
   * @param manifest the image or index
   * @return the digest of the manifest or index
   */
  public static String put(
      TestRegistry registry, String repository, String tag, TestManifest manifest) {
    for (TestImage image : manifest.images()) {
      image.blobs().forEach(blob -> registry.putBlob(repository, body(blob)));
      registry.putManifest(repository, image.mediaType(), image.document().bytes());
    }
    String digest =
        registry.putManifest(repository, manifest.mediaType(), manifest.document().bytes());
    registry.tag(repository, tag, digest);
    return digest;
  }

  private static Body body(Blob blob) {
    return switch (blob) {
      case Blob.InMemory memory -> Body.of(memory.bytes());
      case Blob.InFile file -> Body.of(file.file());
    };
  }
}
