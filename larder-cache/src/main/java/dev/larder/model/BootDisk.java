// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.nio.file.Path;
import java.util.List;

/**
 * An image as one read-only disk. A VMM attaches the descriptor, or the extents one after another;
 * the guest mounts the disk as EROFS.
 *
 * @param vmdk the descriptor
 * @param extents the pieces of the disk in order: fsmeta, then the layers from the bottom
 */
public record BootDisk(Path vmdk, List<Extent> extents) {
  /** Copies the list. */
  public BootDisk {
    extents = List.copyOf(extents);
  }

  /** {@return the size of the disk in bytes} */
  public long sizeBytes() {
    return extents.stream().mapToLong(Extent::sizeBytes).sum();
  }

  /**
   * A whole file that is a piece of the disk.
   *
   * @param file the file
   * @param sizeBytes its size, a multiple of 4096
   */
  public record Extent(Path file, long sizeBytes) {}
}
