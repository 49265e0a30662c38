// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import java.util.List;

/**
 * The tables. {@code user_version} tells their version; a database of a later one is left alone.
 * Times are microseconds since the epoch.
 */
final class Schema {
  static final int VERSION = 2;

  /**
   * The tables of version 1, from which all others are made.
   *
   * <p>Documents stand apart from the rows that name them, so that listing images reads no
   * document. Sandboxes name a manifest without a foreign key, since a forced remove may take it
   * from them.
   */
  private static final String TABLES =
      """
      CREATE TABLE documents (
        digest TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;

      CREATE TABLE manifests (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE REFERENCES documents(digest),
        config_digest TEXT NOT NULL REFERENCES documents(digest),
        repository TEXT NOT NULL,
        os TEXT NOT NULL,
        architecture TEXT NOT NULL,
        variant TEXT NOT NULL,
        layer_count INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        last_used_at INTEGER NOT NULL,
        fsmeta_bytes INTEGER NOT NULL,
        fsmeta_allocated_bytes INTEGER NOT NULL,
        vmdk_bytes INTEGER NOT NULL,
        vmdk_allocated_bytes INTEGER NOT NULL,
        writer_version INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX manifests_by_config ON manifests(config_digest);

      CREATE TABLE manifest_indexes (
        digest TEXT NOT NULL REFERENCES documents(digest),
        manifest_id INTEGER NOT NULL REFERENCES manifests(id) ON DELETE CASCADE,
        PRIMARY KEY (digest, manifest_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX manifest_indexes_by_manifest ON manifest_indexes(manifest_id);

      CREATE TABLE image_names (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        manifest_id INTEGER NOT NULL REFERENCES manifests(id),
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX image_names_by_manifest ON image_names(manifest_id);

      CREATE TABLE layers (
        id INTEGER PRIMARY KEY,
        diff_id TEXT NOT NULL UNIQUE,
        erofs_bytes INTEGER NOT NULL,
        allocated_bytes INTEGER NOT NULL,
        writer_version INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE manifest_layers (
        manifest_id INTEGER NOT NULL REFERENCES manifests(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        layer_id INTEGER NOT NULL REFERENCES layers(id),
        blob_digest TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        PRIMARY KEY (manifest_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX manifest_layers_by_layer ON manifest_layers(layer_id);

      CREATE TABLE sandboxes (
        name TEXT PRIMARY KEY,
        reference TEXT NOT NULL,
        manifest_digest TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX sandboxes_by_manifest ON sandboxes(manifest_digest);

      CREATE TABLE leases (
        id INTEGER PRIMARY KEY,
        pid INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE leased_manifests (
        lease_id INTEGER NOT NULL REFERENCES leases(id) ON DELETE CASCADE,
        digest TEXT NOT NULL,
        PRIMARY KEY (digest, lease_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX leased_manifests_by_lease ON leased_manifests(lease_id);

      CREATE TABLE leased_layers (
        lease_id INTEGER NOT NULL REFERENCES leases(id) ON DELETE CASCADE,
        diff_id TEXT NOT NULL,
        PRIMARY KEY (diff_id, lease_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX leased_layers_by_lease ON leased_layers(lease_id);
      """;

  /**
   * What leads from each version to the next, the first one first. Before version 2 no checksum was
   * recorded: {@link LayerRecord#NO_CHECKSUM}.
   */
  private static final List<String> MIGRATIONS =
      List.of(
          """
          ALTER TABLE layers ADD COLUMN crc32c INTEGER NOT NULL DEFAULT -1;
          ALTER TABLE layers ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE manifests ADD COLUMN fsmeta_crc32c INTEGER NOT NULL DEFAULT -1;
          ALTER TABLE manifests ADD COLUMN vmdk_crc32c INTEGER NOT NULL DEFAULT -1;
          ALTER TABLE manifests ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0;
          """);

  private Schema() {}

  /** {@return the version of the database, 0 if it is empty} */
  static int versionOf(Sql sql) throws CatalogException {
    return (int) sql.number("PRAGMA user_version");
  }

  /** Brings a database of an earlier version, or an empty one, to this one; in a transaction. */
  static void bringUp(Sql sql) throws CatalogException {
    int version = versionOf(sql);
    if (version == 0) {
      run(sql, TABLES);
      version = 1;
    }
    while (version < VERSION) {
      run(sql, MIGRATIONS.get(version - 1));
      version++;
    }
    sql.execute("PRAGMA user_version = " + VERSION);
  }

  private static void run(Sql sql, String statements) throws CatalogException {
    for (String statement : statements.split(";\\s*\n", -1)) {
      if (!statement.isBlank()) {
        sql.execute(statement);
      }
    }
  }
}
