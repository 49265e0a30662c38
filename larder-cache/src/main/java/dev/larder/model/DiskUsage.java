// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * What a cache takes on the disk. Allocated bytes are those that the file system has set aside, as
 * {@code du} counts them: holes not counted, the last block of a file in full.
 *
 * @param images every image once, the newest first
 * @param layers every layer once, the oldest first
 * @param leftoverBytes allocated bytes of what no image has and no running work uses: layers
 *     without an image, files without a row, what crashes left; the next prune takes them
 * @param otherBytes allocated bytes of all else: the catalog, locks, directories, files that are
 *     being written
 * @param totalBytes allocated bytes of the whole home: those of each image's own files and of each
 *     layer that has an image, leftovers and all else
 */
public record DiskUsage(
    List<ImageUsage> images,
    List<LayerUsage> layers,
    long leftoverBytes,
    long otherBytes,
    long totalBytes) {
  /** Copies the lists. */
  public DiskUsage {
    images = List.copyOf(images);
    layers = List.copyOf(layers);
  }

  /**
   * What an image takes.
   *
   * @param manifestDigest the image's manifest, as the catalog has it
   * @param references the image's names, or {@code repository@digest}
   * @param downloadBytes size of its layers as they are downloaded
   * @param erofsBytes length of its files: fsmeta, descriptor and layers, each layer once
   * @param allocatedBytes what these files take
   * @param sharedBytes how much of that is layers that other images have too
   * @param uniqueBytes how much of that is the image's alone: what its removal gives back
   */
  public record ImageUsage(
      String manifestDigest,
      List<String> references,
      long downloadBytes,
      long erofsBytes,
      long allocatedBytes,
      long sharedBytes,
      long uniqueBytes) {
    /** Copies the list. */
    public ImageUsage {
      references = List.copyOf(references);
    }
  }

  /**
   * What a layer takes.
   *
   * @param diffId the layer, as the catalog has it
   * @param downloadBytes size of its blob, the smallest if images have it compressed differently
   * @param erofsBytes length of its file
   * @param allocatedBytes what the file takes
   * @param images the manifests, as the catalog has them, of the images that have it
   */
  public record LayerUsage(
      String diffId,
      long downloadBytes,
      long erofsBytes,
      long allocatedBytes,
      List<String> images) {
    /** Copies the list. */
    public LayerUsage {
      images = List.copyOf(images);
    }
  }
}
