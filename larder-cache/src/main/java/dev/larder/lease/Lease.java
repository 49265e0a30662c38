// SPDX-License-Identifier: Apache-2.0
package dev.larder.lease;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.store.HeldLock;
import org.jspecify.annotations.Nullable;

/** A lease that is held until it is closed, or its process ends. */
public final class Lease implements AutoCloseable {
  /** The lease of somebody who can only read. */
  static final long NO_ROW = -1;

  private final Catalog catalog;
  private final long id;
  private final @Nullable HeldLock lock;

  Lease(Catalog catalog, long id, @Nullable HeldLock lock) {
    this.catalog = catalog;
    this.id = id;
    this.lock = lock;
  }

  /** {@return what names the lease} */
  public long id() {
    return id;
  }

  /**
   * Gives the lease up. The row goes first: without its lock it would only wait to be reaped.
   *
   * @throws CatalogException if the row stays; it says nothing once the lock is gone
   */
  @Override
  public void close() throws CatalogException {
    if (lock == null) {
      return;
    }
    try (lock) {
      catalog.writeUninterruptibly(
          session -> {
            session.leases().delete(id);
            return true;
          });
    }
  }
}
