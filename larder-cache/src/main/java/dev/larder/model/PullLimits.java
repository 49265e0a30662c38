// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.erofs.layer.LayerLimits;
import dev.larder.oci.compression.DecompressionLimits;
import dev.larder.oci.image.DocumentLimits;
import java.util.List;

/**
 * What an image may ask for; whatever is over a limit is refused.
 *
 * @param documents limits of manifests and configs
 * @param decompression limits of what a little input may become
 * @param layers limits of what is in a layer
 */
public record PullLimits(
    DocumentLimits documents, DecompressionLimits decompression, LayerLimits layers) {
  /** The limits that no honest image meets. */
  public static final PullLimits DEFAULT =
      new PullLimits(DocumentLimits.DEFAULT, DecompressionLimits.DEFAULT, LayerLimits.DEFAULT);

  /** The names of all limits, as {@link #with} knows them: record and component. */
  public static final List<String> NAMES =
      List.of(
          "documents.manifestBytes",
          "documents.configBytes",
          "documents.depth",
          "decompression.ratio",
          "decompression.floorBytes",
          "layers.entriesPerLayer",
          "layers.bytesPerFile",
          "layers.bytesPerLayer",
          "layers.metadataBytes",
          "layers.pathBytes",
          "layers.depth",
          "layers.paxHeaderBytes",
          "layers.xattrBytes");

  /** {@return these limits with other ones of documents} */
  public PullLimits withDocuments(DocumentLimits value) {
    return new PullLimits(value, decompression, layers);
  }

  /** {@return these limits with other ones of decompression} */
  public PullLimits withDecompression(DecompressionLimits value) {
    return new PullLimits(documents, value, layers);
  }

  /** {@return these limits with other ones of layers} */
  public PullLimits withLayers(LayerLimits value) {
    return new PullLimits(documents, decompression, value);
  }

  /**
   * {@return these limits with another value for the one of that name}
   *
   * @param name one of {@link #NAMES}
   * @param value the limit, inclusive; at least 1
   * @throws IllegalArgumentException if there is no such limit, or it cannot have that value
   */
  public PullLimits with(String name, long value) {
    return switch (name) {
      case "documents.manifestBytes" ->
          withDocuments(
              new DocumentLimits(number(value), documents.configBytes(), documents.depth()));
      case "documents.configBytes" ->
          withDocuments(
              new DocumentLimits(documents.manifestBytes(), number(value), documents.depth()));
      case "documents.depth" ->
          withDocuments(
              new DocumentLimits(
                  documents.manifestBytes(), documents.configBytes(), number(value)));
      case "decompression.ratio" ->
          withDecompression(new DecompressionLimits(value, decompression.floorBytes()));
      case "decompression.floorBytes" ->
          withDecompression(new DecompressionLimits(decompression.ratio(), value));
      case "layers.entriesPerLayer" -> withLayers(layers.withEntriesPerLayer(value));
      case "layers.bytesPerFile" -> withLayers(layers.withBytesPerFile(value));
      case "layers.bytesPerLayer" -> withLayers(layers.withBytesPerLayer(value));
      case "layers.metadataBytes" -> withLayers(layers.withMetadataBytes(value));
      case "layers.pathBytes" -> withLayers(layers.withPathBytes(number(value)));
      case "layers.depth" -> withLayers(layers.withDepth(number(value)));
      case "layers.paxHeaderBytes" -> withLayers(layers.withPaxHeaderBytes(number(value)));
      case "layers.xattrBytes" -> withLayers(layers.withXattrBytes(number(value)));
      default ->
          throw new IllegalArgumentException(
              "no limit '" + name + "', only " + String.join(", ", NAMES));
    };
  }

  private static int number(long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("a limit of at most " + Integer.MAX_VALUE + ": " + value);
    }
    return (int) value;
  }
}
