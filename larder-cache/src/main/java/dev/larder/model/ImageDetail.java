// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything known of a cached image. The handle's accessors are at hand here too.
 *
 * @param handle the image
 * @param config what the image's config says of running it
 * @param layers the layers in the manifest's order, the bottom one first
 */
public record ImageDetail(ImageHandle handle, ImageConfig config, List<ImageLayer> layers) {
  /** Copies the list. */
  public ImageDetail {
    layers = List.copyOf(layers);
  }

  /** {@return {@link ImageHandle#reference}} */
  public String reference() {
    return handle.reference();
  }

  /** {@return {@link ImageHandle#manifestDigest}} */
  public Optional<Digest> manifestDigest() {
    return handle.manifestDigest();
  }

  /** {@return {@link ImageHandle#architecture}} */
  public Optional<String> architecture() {
    return handle.architecture();
  }

  /** {@return {@link ImageHandle#os}} */
  public Optional<String> os() {
    return handle.os();
  }

  /** {@return {@link ImageHandle#variant}} */
  public Optional<String> variant() {
    return handle.variant();
  }

  /** {@return {@link ImageHandle#layerCount}} */
  public int layerCount() {
    return handle.layerCount();
  }

  /** {@return {@link ImageHandle#sizeBytes}} */
  public OptionalLong sizeBytes() {
    return handle.sizeBytes();
  }

  /** {@return {@link ImageHandle#createdAt}} */
  public Optional<Instant> createdAt() {
    return handle.createdAt();
  }

  /** {@return {@link ImageHandle#lastUsedAt}} */
  public Optional<Instant> lastUsedAt() {
    return handle.lastUsedAt();
  }

  /** {@return {@link ImageHandle#remove}} */
  public ImageRemoveReport remove(RemoveOption... options) {
    return handle.remove(options);
  }
}
