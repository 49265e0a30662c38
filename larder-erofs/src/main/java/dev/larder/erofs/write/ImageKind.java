// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.FileData;
import java.util.IdentityHashMap;
import java.util.List;

/** What an image is for, which says what its tree may hold. */
sealed interface ImageKind {
  /**
   * {@return where the image says that a file is}
   *
   * @param blocks how many blocks the file has, at least one
   * @throws IllegalArgumentException if a file of this image cannot be there
   */
  FileLocation locate(FileData.Blocks data, long blocks);

  /**
   * A layer: files stand in the image itself, and markers are kept.
   *
   * @param own the image's data
   */
  record Layer(DataArea own) implements ImageKind {
    @Override
    public FileLocation locate(FileData.Blocks data, long blocks) {
      if (data.area() != own) {
        throw new IllegalArgumentException("a file of a layer stands elsewhere");
      }
      return new FileLocation.Blocks(data.startBlock());
    }
  }

  /** A merged tree: files stand on other devices, and there is nothing left to mark. */
  final class Merged implements ImageKind {
    private final List<LayerDevice> devices;
    private final IdentityHashMap<DataArea, Integer> numbers = new IdentityHashMap<>();

    /**
     * An image of these devices, device 1 first.
     *
     * @throws IllegalArgumentException if one stands at two places, which files cannot tell apart
     */
    Merged(List<LayerDevice> devices) {
      this.devices = List.copyOf(devices);
      for (LayerDevice device : devices) {
        if (numbers.put(device.area(), numbers.size() + 1) != null) {
          throw new IllegalArgumentException("a layer stands at two places");
        }
      }
    }

    @Override
    public FileLocation locate(FileData.Blocks data, long blocks) {
      int number = numbers.getOrDefault(data.area(), 0);
      boolean inside =
          number > 0
              && data.startBlock() >= 0
              && data.startBlock() + blocks <= devices.get(number - 1).blocks();
      if (!inside) {
        throw new IllegalArgumentException(
            "a file of " + blocks + " blocks is not inside its device: " + data);
      }
      return FileLocation.Chunks.of(number, data.startBlock(), blocks);
    }
  }
}
