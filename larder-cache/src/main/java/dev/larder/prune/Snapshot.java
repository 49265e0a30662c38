// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerTable.Allocation;
import java.util.List;
import java.util.Map;

/**
 * What a plan is made from.
 *
 * @param entries every image under each of its names, the newest first
 * @param ownBytes what each image's own files take, by the manifest's row; empty if there is no
 *     budget to keep
 * @param layers what the layers take; empty if there is no budget to keep
 * @param usableBytes what the file system has left; 0 if there is no budget to keep
 */
record Snapshot(
    List<Entry> entries, Map<Long, Long> ownBytes, List<Allocation> layers, long usableBytes) {
  Snapshot {
    entries = List.copyOf(entries);
    ownBytes = Map.copyOf(ownBytes);
    layers = List.copyOf(layers);
  }

  /**
   * An image.
   *
   * @param image the image under one of its names
   * @param sandboxes the sandboxes that use it
   * @param leasePids the processes that lease it
   * @param labels its labels; empty if no filter asks for them
   */
  record Entry(
      ImageRecord image, List<String> sandboxes, List<Long> leasePids, Map<String, String> labels) {
    Entry {
      sandboxes = List.copyOf(sandboxes);
      leasePids = List.copyOf(leasePids);
      labels = Map.copyOf(labels);
    }
  }
}
