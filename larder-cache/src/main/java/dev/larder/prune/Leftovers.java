// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.store.Home;
import dev.larder.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a crash leaves: staging files of dead owners, published files without a row, rows of layers
 * without an image. None of it is a lie; all of it takes space.
 */
final class Leftovers {
  private final Catalog catalog;
  private final Store store;

  Leftovers(Catalog catalog, Store store) {
    this.catalog = catalog;
    this.store = store;
  }

  /** {@return the bytes that {@link #sweep} would give back, were it called now} */
  long bytes() throws IOException, InterruptedException {
    long bytes = 0;
    for (var file : store.listStaging()) {
      try (var locks = new HeldLocks()) {
        if (locks.keep(store.locks().tryLease(file.lease()).orElse(null))) {
          bytes += store.allocatedBytes(file.path());
        }
      }
    }
    for (var kind : Home.Kind.values()) {
      for (var digest : withoutRow(kind)) {
        bytes += store.allocatedBytes(store.home().file(kind, digest));
      }
    }
    for (var layer : unusedLayers()) {
      bytes += store.allocatedBytes(store.home().layer(layer));
    }
    return bytes;
  }

  /** Removes what is left over and in nobody's use. */
  void sweep(Remover remover, RemovalTally tally) throws IOException, InterruptedException {
    remover.removeUnusedLayers(unusedLayers(), tally);
    for (var kind : Home.Kind.values()) {
      remover.deleteFiles(kind, withoutRow(kind), tally);
    }
    for (var file : store.listStaging()) {
      try (var locks = new HeldLocks()) {
        if (locks.keep(store.locks().tryLease(file.lease()).orElse(null))) {
          store.delete(file.path()).ifPresent(tally::staging);
        }
      }
    }
  }

  private List<DiffId> unusedLayers() throws CatalogException, InterruptedException {
    var layers = new ArrayList<DiffId>();
    for (String diffId : catalog.read(session -> session.layers().unused())) {
      // A damaged row has no file: its own has no row, and goes as such.
      Digest.find(diffId).map(DiffId::new).ifPresent(layers::add);
    }
    return layers;
  }

  private List<Digest> withoutRow(Home.Kind kind) throws IOException, InterruptedException {
    // The files come first: one that is published after them is not looked at.
    var named = store.list(kind);
    var known = known(kind);
    return named.stream().filter(digest -> !known.contains(digest.toString())).toList();
  }

  private Set<String> known(Home.Kind kind) throws CatalogException, InterruptedException {
    return switch (kind) {
      case LAYER -> catalog.read(session -> session.layers().diffIds());
      case FSMETA, VMDK -> catalog.read(session -> session.images().manifestDigests());
    };
  }
}
