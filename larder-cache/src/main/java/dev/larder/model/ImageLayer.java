// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;

/**
 * One layer of an image.
 *
 * @param position place in the manifest, 0 at the bottom
 * @param diffId digest of the uncompressed tar stream; names the layer's EROFS file
 * @param blobDigest digest of the blob as it was downloaded
 * @param mediaType media type in the manifest
 * @param compressedSizeBytes size of the blob
 * @param erofsSizeBytes size of the layer's EROFS file
 */
public record ImageLayer(
    int position,
    DiffId diffId,
    Digest blobDigest,
    String mediaType,
    long compressedSizeBytes,
    long erofsSizeBytes) {}
