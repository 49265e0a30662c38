// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Leases: what running work uses or is about to reuse. A row alone says nothing of its owner. */
public final class LeaseTable {
  private final Sql sql;

  LeaseTable(Sql sql) {
    this.sql = sql;
  }

  /** Writes a lease. */
  public void create(
      long id, long pid, Instant now, Collection<Digest> manifests, Collection<DiffId> layers)
      throws CatalogException {
    sql.update(
        "INSERT INTO leases (id, pid, created_at) VALUES (?, ?, ?)", id, pid, Session.micros(now));
    for (var manifest : manifests) {
      sql.update(
          "INSERT OR IGNORE INTO leased_manifests (lease_id, digest) VALUES (?, ?)",
          id,
          manifest.toString());
    }
    for (var layer : layers) {
      sql.update(
          "INSERT OR IGNORE INTO leased_layers (lease_id, diff_id) VALUES (?, ?)",
          id,
          layer.toString());
    }
  }

  /** Removes a lease. */
  public void delete(long id) throws CatalogException {
    sql.update("DELETE FROM leases WHERE id = ?", id);
  }

  /** {@return all leases, those of dead owners too} */
  public List<Long> ids() throws CatalogException {
    return sql.list("SELECT id FROM leases", row -> row.getLong(1));
  }

  /** {@return the processes that lease anything by the manifest that they lease} */
  public Map<String, List<Long>> ownersByManifest() throws CatalogException {
    var owners = new HashMap<String, List<Long>>();
    sql.list(
        """
        SELECT p.digest, l.pid FROM leased_manifests p JOIN leases l ON l.id = p.lease_id
        ORDER BY l.pid
        """,
        row ->
            owners.computeIfAbsent(Sql.text(row, 1), _ -> new ArrayList<>()).add(row.getLong(2)));
    return owners;
  }

  /** {@return the processes whose leases name a manifest, one for each lease} */
  public List<Long> ownersOf(String manifestDigest) throws CatalogException {
    return sql.list(
        """
        SELECT l.pid FROM leased_manifests p JOIN leases l ON l.id = p.lease_id
        WHERE p.digest = ? ORDER BY l.pid
        """,
        row -> row.getLong(1),
        manifestDigest);
  }
}
