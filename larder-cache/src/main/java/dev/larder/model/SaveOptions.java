// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/**
 * How images are saved.
 *
 * @param format the kind of archive
 * @param layers what the archive holds of layers
 */
public record SaveOptions(Format format, Layers layers) {
  /** The kinds of archives. */
  public enum Format {
    /** An OCI layout in a tar, with the names that Docker, containerd, podman and skopeo read. */
    OCI,
    /** What {@code docker save} writes; it has no manifests, and so no digests of images. */
    DOCKER
  }

  /** What becomes of layers. */
  public enum Layers {
    /**
     * Tars made of the cache's own files, without the network. They are others than the image was
     * made from, so that its manifest and config change with them, and their digests.
     */
    PACKED,
    /**
     * The blobs that the image was pulled with, fetched again from its registry: every digest stays
     * what it is.
     */
    ORIGINAL
  }

  /**
   * Checks that the format has a place for what is asked for.
   *
   * @throws IllegalArgumentException if original layers are to go where there are no manifests
   */
  public SaveOptions {
    if (format == Format.DOCKER && layers == Layers.ORIGINAL) {
      throw new IllegalArgumentException(
          "a docker archive has no manifests, so nothing in it can be original");
    }
  }

  /** {@return an OCI layout of layers made of the cache's own files} */
  public static SaveOptions defaults() {
    return new SaveOptions(Format.OCI, Layers.PACKED);
  }

  /** {@return these options with another kind of archive} */
  public SaveOptions withFormat(Format value) {
    return new SaveOptions(value, layers);
  }

  /** {@return these options with other layers} */
  public SaveOptions withLayers(Layers value) {
    return new SaveOptions(format, value);
  }
}
