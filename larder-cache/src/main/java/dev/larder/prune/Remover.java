// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.store.HeldLock;
import dev.larder.store.Home;
import dev.larder.store.Store;
import dev.larder.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes images and layers away: rows first, in a transaction that looks again, then the files.
 * Whoever makes a file holds a lease from before it looks for one, and the file's lock until the
 * row is written. So rows that no lease names go without a lock, and a file goes under its lock,
 * unless it has a row again by then; what is locked by somebody is being made, and stays.
 */
public final class Remover {
  /**
   * The rows of one transaction, at first and at most. On a full disk the first one has to do with
   * what little is left, and makes room for more; each costs a write to the disk.
   */
  private static final int FIRST_ROWS = 128;

  private static final int MOST_ROWS = 4096;

  /** The kernel looks through all locks of a file for each new one, so not too many at once. */
  private static final int LOCKS = 64;

  private final Catalog catalog;
  private final Store store;

  /** A remover for one cache. */
  public Remover(Catalog catalog, Store store) {
    this.catalog = catalog;
    this.store = store;
  }

  /** Does something with a part of a list. */
  @FunctionalInterface
  private interface Step<T> {
    void run(List<T> part) throws IOException, InterruptedException;
  }

  private static <T> void inGrowingParts(List<T> all, Step<T> step)
      throws IOException, InterruptedException {
    int size = FIRST_ROWS;
    for (int from = 0; from < all.size(); ) {
      int to = Math.min(from + size, all.size());
      step.run(all.subList(from, to));
      from = to;
      size = Math.min(2 * size, MOST_ROWS);
    }
  }

  /** Removes those targets that are still as they were, and in nobody's use. */
  void removeImages(List<Target> targets, RemovalTally tally)
      throws IOException, InterruptedException {
    inGrowingParts(
        targets,
        part -> {
          var gone = catalog.write(session -> deleteRows(session, part));
          tally.images(gone.names(), gone.manifests().size());
          deleteFiles(gone.manifests(), tally);
        });
  }

  /** What a transaction took out: how many names, and which images with their last one. */
  private record Gone(int names, List<Digest> manifests) {}

  private static Gone deleteRows(Session session, List<Target> targets) throws CatalogException {
    var used = session.sandboxes().namesByManifest().keySet();
    var leased = session.leases().ownersByManifest().keySet();
    int names = 0;
    var unnamed = new HashMap<Long, Digest>();
    for (var target : targets) {
      String digest = target.manifest().toString();
      var image = session.images().findByManifest(target.manifest());
      if (image.isEmpty()
          || isUsedSince(target, image.get())
          || used.contains(digest)
          || leased.contains(digest)) {
        continue;
      }
      long id = image.get().id();
      if (target.name().isEmpty()) {
        unnamed.put(id, target.manifest());
      } else if (session.images().unname(target.name(), id)) {
        names++;
        unnamed.put(id, target.manifest());
      }
    }
    var gone = session.contents().deleteNameless(unnamed.keySet());
    return new Gone(
        names,
        unnamed.entrySet().stream()
            .filter(entry -> gone.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  private static boolean isUsedSince(Target target, ImageRecord image) {
    return image.lastUsedAt().isAfter(target.lastUsedAt());
  }

  /** Removes the own files of images whose rows are gone. */
  public void deleteFiles(List<Digest> manifests, RemovalTally tally)
      throws IOException, InterruptedException {
    deleteFiles(Home.Kind.VMDK, manifests, tally);
    deleteFiles(Home.Kind.FSMETA, manifests, tally);
  }

  /** Removes those layers that no image and no lease has. */
  public void removeUnusedLayers(List<DiffId> layers, RemovalTally tally)
      throws IOException, InterruptedException {
    inGrowingParts(
        layers,
        part -> {
          var gone = catalog.write(session -> session.layers().deleteUnused(part));
          deleteFiles(Home.Kind.LAYER, gone.stream().map(DiffId::digest).toList(), tally);
        });
  }

  /** Removes those files that have no row, and are not being made. */
  void deleteFiles(Home.Kind kind, List<Digest> digests, RemovalTally tally)
      throws IOException, InterruptedException {
    boolean deleted = false;
    for (int from = 0; from < digests.size(); from += LOCKS) {
      try (var locks = new HeldLocks()) {
        var locked = new ArrayList<Digest>();
        for (var digest : digests.subList(from, Math.min(from + LOCKS, digests.size()))) {
          if (locks.keep(tryLock(kind, digest).orElse(null))) {
            locked.add(digest);
          }
        }
        // Under the lock nobody is between publishing the file and writing its row.
        locked.removeAll(catalog.read(session -> present(session, kind, locked)));
        for (var digest : locked) {
          deleted |= delete(kind, digest, tally);
        }
      }
    }
    if (deleted) {
      store.forceDirectory(kind);
    }
  }

  private Optional<HeldLock> tryLock(Home.Kind kind, Digest digest) throws IOException {
    return switch (kind) {
      case LAYER -> store.locks().tryLayer(new DiffId(digest));
      case FSMETA, VMDK -> store.locks().tryImage(digest);
    };
  }

  private static Set<Digest> present(Session session, Home.Kind kind, List<Digest> digests)
      throws CatalogException {
    return switch (kind) {
      case LAYER ->
          session.layers().present(digests.stream().map(DiffId::new).toList()).stream()
              .map(DiffId::digest)
              .collect(Collectors.toSet());
      case FSMETA, VMDK -> session.images().present(digests);
    };
  }

  private boolean delete(Home.Kind kind, Digest digest, RemovalTally tally) throws StoreException {
    var bytes = store.delete(store.home().file(kind, digest));
    bytes.ifPresent(freed -> tally.file(kind, freed));
    return bytes.isPresent();
  }
}
