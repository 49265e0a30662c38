// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.store.Home;
import dev.larder.store.Store;
import dev.larder.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Takes images and layers away: rows first, in a transaction that looks again, then the files.
 * Whoever makes a file holds its lock until the row is written, so the locks are held here from
 * before the rows go until the files are gone; what is locked by somebody is being made, and stays.
 */
public final class Remover {
  /** The kernel looks through all locks of a file for each new one, so not too many at once. */
  private static final int BATCH = 128;

  private final Catalog catalog;
  private final Store store;

  /** A remover for one cache. */
  public Remover(Catalog catalog, Store store) {
    this.catalog = catalog;
    this.store = store;
  }

  /** Removes those targets that are still as they were, and in nobody's use. */
  void removeImages(List<Target> targets, RemovalTally tally)
      throws IOException, InterruptedException {
    for (int from = 0; from < targets.size(); from += BATCH) {
      removeBatch(targets.subList(from, Math.min(from + BATCH, targets.size())), tally);
    }
  }

  /** What a transaction took out: how many names, and which images with their last one. */
  private record Gone(int names, List<Digest> manifests) {}

  private void removeBatch(List<Target> targets, RemovalTally tally)
      throws IOException, InterruptedException {
    try (var locks = new HeldLocks()) {
      var locked = new HashSet<Digest>();
      for (var target : targets) {
        if (!locked.contains(target.manifest())
            && locks.keep(store.locks().tryImage(target.manifest()))) {
          locked.add(target.manifest());
        }
      }
      var free = targets.stream().filter(target -> locked.contains(target.manifest())).toList();
      var gone = catalog.write(session -> deleteRows(session, free));
      tally.names(gone.names());
      for (var manifest : gone.manifests()) {
        tally.manifest();
        deleteFiles(manifest, tally);
      }
      forceDirectories(gone.manifests());
    }
  }

  private static Gone deleteRows(Session session, List<Target> targets) throws CatalogException {
    int names = 0;
    var manifests = new ArrayList<Digest>();
    for (var target : targets) {
      var image = session.images().findByManifest(target.manifest());
      if (image.isEmpty() || !isStillFree(session, target, image.get())) {
        continue;
      }
      long id = image.get().id();
      if (!target.name().isEmpty()) {
        if (!session.images().unname(target.name(), id)) {
          continue;
        }
        names++;
      }
      if (session.images().names(id).isEmpty()) {
        session.contents().delete(id);
        manifests.add(target.manifest());
      }
    }
    return new Gone(names, manifests);
  }

  private static boolean isStillFree(Session session, Target target, ImageRecord image)
      throws CatalogException {
    return !image.lastUsedAt().isAfter(target.lastUsedAt())
        && session.sandboxes().namesOf(image.digest()).isEmpty()
        && session.leases().ownersOf(image.digest()).isEmpty();
  }

  /** Removes an image's own files; its row is gone, and its lock is held. */
  public void deleteFiles(Digest manifest, RemovalTally tally) throws StoreException {
    delete(Home.Kind.VMDK, manifest, tally);
    delete(Home.Kind.FSMETA, manifest, tally);
  }

  private void delete(Home.Kind kind, Digest digest, RemovalTally tally) throws StoreException {
    store.delete(store.home().file(kind, digest)).ifPresent(bytes -> tally.file(kind, bytes));
  }

  /** Makes removals of images' files durable. */
  public void forceDirectories(Collection<Digest> manifests) throws StoreException {
    if (!manifests.isEmpty()) {
      store.forceDirectory(Home.Kind.VMDK);
      store.forceDirectory(Home.Kind.FSMETA);
    }
  }

  /** Removes those layers that no image and no lease has. */
  public void removeUnusedLayers(List<DiffId> layers, RemovalTally tally)
      throws IOException, InterruptedException {
    for (int from = 0; from < layers.size(); from += BATCH) {
      removeLayerBatch(layers.subList(from, Math.min(from + BATCH, layers.size())), tally);
    }
  }

  private void removeLayerBatch(List<DiffId> layers, RemovalTally tally)
      throws IOException, InterruptedException {
    try (var locks = new HeldLocks()) {
      var free = new ArrayList<DiffId>();
      for (var layer : layers) {
        if (locks.keep(store.locks().tryLayer(layer))) {
          free.add(layer);
        }
      }
      var gone = catalog.write(session -> deleteLayerRows(session, free));
      for (var layer : gone) {
        delete(Home.Kind.LAYER, layer.digest(), tally);
      }
      if (!gone.isEmpty()) {
        store.forceDirectory(Home.Kind.LAYER);
      }
    }
  }

  private static List<DiffId> deleteLayerRows(Session session, List<DiffId> layers)
      throws CatalogException {
    var gone = new ArrayList<DiffId>();
    for (var layer : layers) {
      if (session.layers().deleteUnused(layer)) {
        gone.add(layer);
      }
    }
    return gone;
  }
}
