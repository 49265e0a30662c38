// SPDX-License-Identifier: Apache-2.0
package dev.larder.lease;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.store.HeldLock;
import dev.larder.store.Locks;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;

/** Takes leases, and ends those of the dead. Safe for use by several threads. */
public final class Leases {
  private final Catalog catalog;
  private final Locks locks;
  private final InstantSource clock;

  /** Leases of one cache. */
  public Leases(Catalog catalog, Locks locks, InstantSource clock) {
    this.catalog = catalog;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * {@return a lease of manifests and layers, whether they exist or not} Taken before the first
   * look at any of them: what is there then, stays. In a cache that can only be read there is
   * nothing to take: nobody removes anything from here, and others cannot be told.
   */
  public Lease take(Collection<Digest> manifests, Collection<DiffId> layers)
      throws IOException, InterruptedException {
    if (catalog.isReadOnly()) {
      return new Lease(catalog, Lease.NO_ROW, null);
    }
    while (true) {
      // The lock comes before the row, or a prune between the two would take the row for dead.
      long id = ThreadLocalRandom.current().nextLong(1L << 62);
      var lock = locks.tryLease(id);
      if (lock.isPresent()) {
        return record(id, lock.get(), manifests, layers);
      }
    }
  }

  private Lease record(
      long id, HeldLock lock, Collection<Digest> manifests, Collection<DiffId> layers)
      throws CatalogException, InterruptedException {
    try {
      catalog.write(
          session -> {
            session
                .leases()
                .create(id, ProcessHandle.current().pid(), clock.instant(), manifests, layers);
            return true;
          });
      return new Lease(catalog, id, lock);
    } catch (CatalogException | InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Ends the leases whose owners are dead: what is left in the catalog then is alive. */
  public void reap() throws IOException, InterruptedException {
    for (long id : catalog.read(session -> session.leases().ids())) {
      var lock = locks.tryLease(id);
      if (lock.isPresent()) {
        new Lease(catalog, id, lock.get()).close();
      }
    }
  }
}
