// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerTable;
import dev.larder.catalog.Session;
import dev.larder.model.DiskUsage;
import dev.larder.model.DiskUsage.ImageUsage;
import dev.larder.model.DiskUsage.LayerUsage;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.prune.Pruner;
import dev.larder.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what the cache takes on the disk: rows say who has what, the disk says how much. */
final class Measuring {
  private final Catalog catalog;
  private final Store store;
  private final Pruner pruner;

  Measuring(Catalog catalog, Store store, Pruner pruner) {
    this.catalog = catalog;
    this.store = store;
    this.pruner = pruner;
  }

  /** What rows say. */
  private record Rows(
      Map<Long, List<ImageRecord>> images, List<LayerTable.Row> layers, Map<Long, Long> ownBytes) {}

  DiskUsage measure() throws IOException, InterruptedException {
    var rows = catalog.read(Measuring::rows);
    long leftoverBytes = pruner.leftoverBytes();
    var onDisk = store.allocatedBytes();
    long knownBytes = leftoverBytes;
    var tallies = new LinkedHashMap<Long, Tally>();
    for (var entry : rows.images().entrySet()) {
      long bytes = ownBytes(entry.getValue().getFirst(), onDisk);
      knownBytes += bytes;
      tallies.put(
          entry.getKey(),
          new Tally(entry.getValue(), rows.ownBytes().getOrDefault(entry.getKey(), 0L), bytes));
    }
    var layers = new ArrayList<LayerUsage>();
    for (var row : rows.layers()) {
      long bytes = layerBytes(row, onDisk);
      knownBytes += row.manifestIds().isEmpty() ? 0 : bytes;
      layers.add(usage(row, bytes, tallies));
    }
    var images = tallies.values().stream().map(Tally::usage).toList();
    long totalBytes = onDisk.values().stream().mapToLong(Long::longValue).sum();
    return new DiskUsage(
        images, layers, leftoverBytes, Math.max(0, totalBytes - knownBytes), totalBytes);
  }

  /** Counts a layer for the images that have it. */
  private static LayerUsage usage(LayerTable.Row row, long bytes, Map<Long, Tally> tallies) {
    var manifests = new ArrayList<String>();
    for (long id : row.manifestIds()) {
      var tally = tallies.get(id);
      if (tally != null) {
        tally.layer(row.erofsBytes(), bytes, row.manifestIds().size());
        manifests.add(tally.digest());
      }
    }
    manifests.sort(Comparator.naturalOrder());
    return new LayerUsage(row.diffId(), row.downloadBytes(), row.erofsBytes(), bytes, manifests);
  }

  private static Rows rows(Session session) throws CatalogException {
    var images = new LinkedHashMap<Long, List<ImageRecord>>();
    for (var image : session.images().list()) {
      images.computeIfAbsent(image.id(), _ -> new ArrayList<>()).add(image);
    }
    return new Rows(images, session.layers().rows(), session.contents().ownBytes());
  }

  private long layerBytes(LayerTable.Row row, Map<Path, Long> onDisk) {
    // A damaged row names no file.
    return Digest.find(row.diffId())
        .map(digest -> onDisk.getOrDefault(store.home().layer(new DiffId(digest)), 0L))
        .orElse(0L);
  }

  private long ownBytes(ImageRecord image, Map<Path, Long> onDisk) {
    var home = store.home();
    return image
        .findDigest()
        .map(
            digest ->
                onDisk.getOrDefault(home.fsmeta(digest), 0L)
                    + onDisk.getOrDefault(home.vmdk(digest), 0L))
        .orElse(0L);
  }

  /** Adds up what one image has. */
  private static final class Tally {
    private final List<ImageRecord> names;
    private long erofsBytes;
    private long sharedBytes;
    private long uniqueBytes;

    Tally(List<ImageRecord> names, long ownFileBytes, long ownBytes) {
      this.names = names;
      this.erofsBytes = ownFileBytes;
      this.uniqueBytes = ownBytes;
    }

    String digest() {
      return names.getFirst().digest();
    }

    void layer(long fileBytes, long allocatedBytes, int users) {
      erofsBytes += fileBytes;
      if (users > 1) {
        sharedBytes += allocatedBytes;
      } else {
        uniqueBytes += allocatedBytes;
      }
    }

    ImageUsage usage() {
      return new ImageUsage(
          digest(),
          names.stream().map(ImageRecord::reference).sorted().toList(),
          names.getFirst().sizeBytes(),
          erofsBytes,
          sharedBytes + uniqueBytes,
          sharedBytes,
          uniqueBytes);
    }
  }
}
