// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/**
 * Where a regular file's bytes are. Every file is one contiguous run of blocks; a hole is a hole of
 * the host's file, so that one address says it all.
 */
public sealed interface FileData {
  /** A file without bytes. */
  enum Empty implements FileData {
    /** The only one. */
    INSTANCE
  }

  /**
   * Blocks of a layer's file.
   *
   * @param area the layer
   * @param startBlock the first block, from the start of the layer's file
   */
  record Blocks(DataArea area, long startBlock) implements FileData {}
}
