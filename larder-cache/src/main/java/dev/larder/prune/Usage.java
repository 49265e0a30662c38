// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.ImageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the images would take on the disk if they went one after another. */
final class Usage {
  private final Map<Long, Integer> namesLeft = new HashMap<>();
  private final Map<Long, Long> ownBytes;
  private final Map<Long, List<Long>> layersOf = new HashMap<>();
  private final Map<Long, Integer> usersLeft = new HashMap<>();
  private final Map<Long, Long> layerBytes = new HashMap<>();
  private long totalBytes;

  Usage(Snapshot snapshot) {
    ownBytes = snapshot.ownBytes();
    totalBytes = ownBytes.values().stream().mapToLong(Long::longValue).sum();
    for (var entry : snapshot.entries()) {
      namesLeft.merge(entry.image().id(), 1, Integer::sum);
    }
    for (var layer : snapshot.layers()) {
      if (layer.manifestIds().isEmpty()) {
        continue; // a pull is making an image of it, or every prune takes it anyway
      }
      totalBytes += layer.allocatedBytes();
      layerBytes.put(layer.layerId(), layer.allocatedBytes());
      usersLeft.put(layer.layerId(), layer.manifestIds().size());
      for (long manifest : layer.manifestIds()) {
        layersOf.computeIfAbsent(manifest, _ -> new ArrayList<>()).add(layer.layerId());
      }
    }
  }

  long totalBytes() {
    return totalBytes;
  }

  /** Takes one name of an image away; the last one takes the image along. */
  void remove(ImageRecord image) {
    if (namesLeft.merge(image.id(), -1, Integer::sum) > 0) {
      return;
    }
    totalBytes -= ownBytes.getOrDefault(image.id(), 0L);
    for (long layer : layersOf.getOrDefault(image.id(), List.of())) {
      if (usersLeft.merge(layer, -1, Integer::sum) == 0) {
        totalBytes -= layerBytes.getOrDefault(layer, 0L);
      }
    }
  }
}
