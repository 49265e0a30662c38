// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.image.Platform;
import java.util.List;

/**
 * What happens during a pull or load, in the order of the types below; layers are told side by
 * side.
 */
public sealed interface PullEvent {
  /** {@return the normalised reference that is pulled or loaded} */
  String reference();

  /** The source is asked what the reference means. */
  record Resolving(String reference) implements PullEvent {}

  /**
   * It is known what will be fetched.
   *
   * @param manifestDigest the image's manifest
   * @param platform the image's platform
   * @param layers all layers, the bottom one first
   */
  record Resolved(
      String reference, Digest manifestDigest, Platform platform, List<LayerPlan> layers)
      implements PullEvent {
    /** Copies the list. */
    public Resolved {
      layers = List.copyOf(layers);
    }
  }

  /**
   * A layer that the image has.
   *
   * @param position place in the manifest, 0 at the bottom
   * @param diffId the layer
   * @param sizeBytes size of its blob
   */
  record LayerPlan(int position, DiffId diffId, long sizeBytes) {}

  /**
   * A layer is in the cache already, or another pull has just made it, or the image has it at a
   * lower position too: nothing is downloaded.
   */
  record LayerCached(String reference, int position, DiffId diffId) implements PullEvent {}

  /** Another pull, of this process or another, is making the layer: this one waits for it. */
  record LayerWaiting(String reference, int position, DiffId diffId) implements PullEvent {}

  /**
   * Bytes of a layer have come in and were converted.
   *
   * @param doneBytes bytes of the blob so far
   * @param sizeBytes bytes of the whole blob
   */
  record LayerProgress(
      String reference, int position, DiffId diffId, long doneBytes, long sizeBytes)
      implements PullEvent {}

  /**
   * A request for a layer failed, and is made again.
   *
   * @param reason what went wrong, on one line
   * @param doneBytes bytes of the blob that had come until then
   */
  record LayerRetrying(String reference, int position, DiffId diffId, String reason, long doneBytes)
      implements PullEvent {}

  /**
   * A layer was verified and published.
   *
   * @param erofsSizeBytes size of its EROFS file
   */
  record LayerDone(String reference, int position, DiffId diffId, long erofsSizeBytes)
      implements PullEvent {}

  /** All layers are there; their metadata is merged. */
  record Merging(String reference) implements PullEvent {}

  /**
   * Something was survived that should be known, such as a media type that its layer contradicts.
   *
   * @param message one line
   */
  record Warning(String reference, String message) implements PullEvent {}

  /**
   * The image is in the cache under its name.
   *
   * @param manifestDigest the image's manifest
   * @param layersDownloaded layers that were fetched
   * @param layersCached layers that were there
   * @param downloadedBytes bytes of the blobs that were fetched
   */
  record Done(
      String reference,
      Digest manifestDigest,
      int layersDownloaded,
      int layersCached,
      long downloadedBytes)
      implements PullEvent {}
}
