// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import java.util.List;

/** What an image is for, which says what its tree may hold. */
sealed interface ImageKind {
  /** A layer: files stand in the image itself, and markers are kept. */
  record Layer() implements ImageKind {}

  /**
   * A merged tree: files stand on other devices, and there is nothing left to mark.
   *
   * @param deviceBlocks the blocks of each device, that of device 1 first
   */
  record Merged(List<Long> deviceBlocks) implements ImageKind {
    public Merged {
      deviceBlocks = List.copyOf(deviceBlocks);
    }
  }
}
