// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.layer;

import java.util.stream.LongStream;

/**
 * How much a layer may ask for. No honest image meets a default; a layer that goes over a limit is
 * refused with the limit's name.
 *
 * @param entriesPerLayer entries of the tar stream, and the directories that they imply
 * @param bytesPerFile size of one file, holes included
 * @param bytesPerLayer length of the tar stream; also the sum of the sizes of its files, holes
 *     included
 * @param metadataBytes paths, link targets, names and values of extended attributes of all entries
 *     together: what is kept in memory until the layer's end
 * @param pathBytes length of a path from the root, without a slash in front
 * @param depth number of components of a path
 * @param paxHeaderBytes length of one extension header: PAX, GNU long name, map of a sparse file
 * @param xattrBytes names and values of the extended attributes of one entry, and eight bytes for
 *     each attribute
 */
public record LayerLimits(
    long entriesPerLayer,
    long bytesPerFile,
    long bytesPerLayer,
    long metadataBytes,
    int pathBytes,
    int depth,
    int paxHeaderBytes,
    int xattrBytes) {

  /** The limits that hold unless the caller raises one. */
  public static final LayerLimits DEFAULT =
      new LayerLimits(2_000_000, 1L << 40, 1L << 41, 1L << 28, 4096, 1024, 1 << 20, 1 << 17);

  /** Every limit is at least 1. */
  public LayerLimits {
    long least =
        LongStream.of(
                entriesPerLayer,
                bytesPerFile,
                bytesPerLayer,
                metadataBytes,
                pathBytes,
                depth,
                paxHeaderBytes,
                xattrBytes)
            .min()
            .orElseThrow();
    if (least < 1) {
      throw new IllegalArgumentException("a limit is at least 1, not " + least);
    }
  }

  /** {@return these limits with another number of entries per layer} */
  public LayerLimits withEntriesPerLayer(long entries) {
    return new LayerLimits(
        entries,
        bytesPerFile,
        bytesPerLayer,
        metadataBytes,
        pathBytes,
        depth,
        paxHeaderBytes,
        xattrBytes);
  }

  /** {@return these limits with another size per file} */
  public LayerLimits withBytesPerFile(long bytes) {
    return new LayerLimits(
        entriesPerLayer,
        bytes,
        bytesPerLayer,
        metadataBytes,
        pathBytes,
        depth,
        paxHeaderBytes,
        xattrBytes);
  }

  /** {@return these limits with another size per layer} */
  public LayerLimits withBytesPerLayer(long bytes) {
    return new LayerLimits(
        entriesPerLayer,
        bytesPerFile,
        bytes,
        metadataBytes,
        pathBytes,
        depth,
        paxHeaderBytes,
        xattrBytes);
  }

  /** {@return these limits with another size of all that is said of files} */
  public LayerLimits withMetadataBytes(long bytes) {
    return new LayerLimits(
        entriesPerLayer,
        bytesPerFile,
        bytesPerLayer,
        bytes,
        pathBytes,
        depth,
        paxHeaderBytes,
        xattrBytes);
  }

  /** {@return these limits with another length of paths} */
  public LayerLimits withPathBytes(int bytes) {
    return new LayerLimits(
        entriesPerLayer,
        bytesPerFile,
        bytesPerLayer,
        metadataBytes,
        bytes,
        depth,
        paxHeaderBytes,
        xattrBytes);
  }

  /** {@return these limits with another depth of paths} */
  public LayerLimits withDepth(int components) {
    return new LayerLimits(
        entriesPerLayer,
        bytesPerFile,
        bytesPerLayer,
        metadataBytes,
        pathBytes,
        components,
        paxHeaderBytes,
        xattrBytes);
  }

  /** {@return these limits with another length of extension headers} */
  public LayerLimits withPaxHeaderBytes(int bytes) {
    return new LayerLimits(
        entriesPerLayer,
        bytesPerFile,
        bytesPerLayer,
        metadataBytes,
        pathBytes,
        depth,
        bytes,
        xattrBytes);
  }

  /** {@return these limits with another size of extended attributes} */
  public LayerLimits withXattrBytes(int bytes) {
    return new LayerLimits(
        entriesPerLayer,
        bytesPerFile,
        bytesPerLayer,
        metadataBytes,
        pathBytes,
        depth,
        paxHeaderBytes,
        bytes);
  }
}
