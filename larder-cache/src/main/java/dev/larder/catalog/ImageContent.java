// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.source.Document;
import java.util.List;

/**
 * What an image consists of.
 *
 * @param manifest the manifest
 * @param config the config
 * @param layers the layers, the bottom one first
 * @param disk its disk
 */
public record ImageContent(
    Document manifest, Document config, List<LayerUse> layers, DiskRecord disk) {
  /** Copies the list. */
  public ImageContent {
    layers = List.copyOf(layers);
  }

  /**
   * A layer as one image uses it.
   *
   * @param diffId the layer
   * @param blobDigest the digest of the blob that the manifest names
   * @param mediaType the media type in the manifest
   * @param sizeBytes the size of the blob
   * @param erofsSizeBytes the size of the layer's file
   */
  public record LayerUse(
      DiffId diffId, Digest blobDigest, String mediaType, long sizeBytes, long erofsSizeBytes) {}

  /**
   * The files that are an image's own.
   *
   * @param fsmetaBytes length of the merged metadata
   * @param fsmetaAllocatedBytes what they take on the disk
   * @param fsmetaCrc32c the CRC-32C of their bytes, or {@link LayerRecord#NO_CHECKSUM}
   * @param vmdkBytes length of the descriptor
   * @param vmdkAllocatedBytes what it takes on the disk
   * @param vmdkCrc32c the CRC-32C of its bytes, or {@link LayerRecord#NO_CHECKSUM}
   * @param writerVersion the version of the writer that made them
   */
  public record DiskRecord(
      long fsmetaBytes,
      long fsmetaAllocatedBytes,
      long fsmetaCrc32c,
      long vmdkBytes,
      long vmdkAllocatedBytes,
      long vmdkCrc32c,
      int writerVersion) {}
}
