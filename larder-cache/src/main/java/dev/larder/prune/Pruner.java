// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.lease.Leases;
import dev.larder.model.ImageFilter;
import dev.larder.model.PrunePolicy;
import dev.larder.oci.image.ConfigFile;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MalformedDocumentException;
import dev.larder.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans prunes and carries them out. Safe for use by several threads. */
public final class Pruner {
  private final Catalog catalog;
  private final Leases leases;
  private final Remover remover;
  private final Leftovers leftovers;
  private final Store store;

  /** A pruner of one cache. */
  public Pruner(Catalog catalog, Store store, Leases leases) {
    this.catalog = catalog;
    this.leases = leases;
    this.store = store;
    this.remover = new Remover(catalog, store);
    this.leftovers = new Leftovers(catalog, store);
  }

  /** {@return what a prune at {@code now} would do with each image, removals first} */
  public List<Decision> plan(PrunePolicy policy, Instant now)
      throws IOException, InterruptedException {
    leases.reap();
    long usableBytes = policy.isBounded() ? store.usableBytes() : 0;
    return PrunePlanner.plan(
        catalog.read(session -> snapshot(session, policy, usableBytes)), policy, now);
  }

  /** {@return the bytes of leftovers, which every prune removes} */
  public long leftoverBytes() throws IOException, InterruptedException {
    return leftovers.bytes();
  }

  /** Removes what of {@code targets} is still unused, layers that nothing uses, and leftovers. */
  public RemovalTally apply(List<Target> targets) throws IOException, InterruptedException {
    leases.reap();
    var tally = new RemovalTally();
    remover.removeImages(targets, tally);
    leftovers.sweep(remover, tally);
    return tally;
  }

  private static Snapshot snapshot(Session session, PrunePolicy policy, long usableBytes)
      throws CatalogException {
    boolean needLabels = ImageFilters.needLabels(policy.filters());
    var sandboxes = session.sandboxes().namesByManifest();
    var owners = session.leases().ownersByManifest();
    var entries = new ArrayList<Snapshot.Entry>();
    for (var image : session.images().list()) {
      entries.add(
          new Snapshot.Entry(
              image,
              sandboxes.getOrDefault(image.digest(), List.of()),
              owners.getOrDefault(image.digest(), List.of()),
              needLabels ? labels(session, image) : Map.of()));
    }
    return policy.isBounded()
        ? new Snapshot(
            entries,
            session.contents().allocatedBytes(),
            session.layers().allocations(),
            usableBytes)
        : new Snapshot(entries, Map.of(), List.of(), 0);
  }

  /** {@return the images that match all of {@code filters}, the newest first} */
  public static List<ImageRecord> list(Session session, List<ImageFilter> filters)
      throws CatalogException {
    boolean needLabels = ImageFilters.needLabels(filters);
    var images = new ArrayList<ImageRecord>();
    for (var image : session.images().list()) {
      var labels = needLabels ? labels(session, image) : Map.<String, String>of();
      if (ImageFilters.match(filters, image, labels)) {
        images.add(image);
      }
    }
    return images;
  }

  /** {@return the labels of an image; of one whose config cannot be read, none} */
  private static Map<String, String> labels(Session session, ImageRecord image)
      throws CatalogException {
    var bytes = session.contents().findConfigBytes(image.id());
    if (bytes.isEmpty()) {
      return Map.of();
    }
    try {
      return ConfigFile.parse(bytes.get(), DocumentLimits.OF_KEPT).container().labels();
    } catch (MalformedDocumentException ignored) { // one damaged row leaves the others alone
      return Map.of();
    }
  }
}
