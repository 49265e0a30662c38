// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sandboxes: names that pin a manifest. */
public final class SandboxTable {
  private static final String COLUMNS =
      """
      name, reference, manifest_digest, created_at,
        EXISTS (SELECT 1 FROM manifests m WHERE m.digest = manifest_digest)
      """;

  private final Sql sql;

  SandboxTable(Sql sql) {
    this.sql = sql;
  }

  /** {@return all sandboxes, by name} */
  public List<SandboxRecord> list() throws CatalogException {
    return sql.list("SELECT " + COLUMNS + " FROM sandboxes ORDER BY name", SandboxTable::read);
  }

  /** {@return the sandbox of that name} */
  public Optional<SandboxRecord> find(String name) throws CatalogException {
    return sql.find(
        "SELECT " + COLUMNS + " FROM sandboxes WHERE name = ?", SandboxTable::read, name);
  }

  /**
   * Creates a sandbox.
   *
   * @return whether the name was free
   */
  public boolean create(String name, String reference, Digest manifest, Instant now)
      throws CatalogException {
    return sql.update(
            """
            INSERT OR IGNORE INTO sandboxes (name, reference, manifest_digest, created_at)
            VALUES (?, ?, ?, ?)
            """,
            name,
            reference,
            manifest.toString(),
            Session.micros(now))
        > 0;
  }

  /**
   * Removes a sandbox.
   *
   * @return whether there was one
   */
  public boolean delete(String name) throws CatalogException {
    return sql.update("DELETE FROM sandboxes WHERE name = ?", name) > 0;
  }

  /** {@return the names of all sandboxes by the manifest that they pin, sorted} */
  public Map<String, List<String>> namesByManifest() throws CatalogException {
    var names = new HashMap<String, List<String>>();
    sql.list(
        "SELECT manifest_digest, name FROM sandboxes ORDER BY name",
        row ->
            names.computeIfAbsent(Sql.text(row, 1), _ -> new ArrayList<>()).add(Sql.text(row, 2)));
    return names;
  }

  /** {@return the names of the sandboxes that pin a manifest, sorted} */
  public List<String> namesOf(String manifestDigest) throws CatalogException {
    return sql.list(
        "SELECT name FROM sandboxes WHERE manifest_digest = ? ORDER BY name",
        row -> Sql.text(row, 1),
        manifestDigest);
  }

  private static SandboxRecord read(ResultSet row) throws SQLException {
    return new SandboxRecord(
        Sql.text(row, 1),
        Sql.text(row, 2),
        Sql.text(row, 3),
        Session.instant(row.getLong(4)),
        row.getBoolean(5));
  }
}
