// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.DiffId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Layers: one row for each file. */
public final class LayerTable {
  private final Sql sql;

  LayerTable(Sql sql) {
    this.sql = sql;
  }

  /** {@return the layer, if its file was made} */
  public Optional<LayerRecord> find(DiffId diffId) throws CatalogException {
    return sql.find(
        "SELECT erofs_bytes, allocated_bytes, writer_version FROM layers WHERE diff_id = ?",
        row -> new LayerRecord(diffId, row.getLong(1), row.getLong(2), row.getInt(3)),
        diffId.toString());
  }

  /**
   * Writes the row of a layer whose file was made, or made anew.
   *
   * @return the row
   */
  public LayerRecord save(LayerRecord layer) throws CatalogException {
    sql.update(
        """
        INSERT INTO layers (diff_id, erofs_bytes, allocated_bytes, writer_version)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (diff_id) DO UPDATE SET
          erofs_bytes = excluded.erofs_bytes,
          allocated_bytes = excluded.allocated_bytes,
          writer_version = excluded.writer_version
        """,
        layer.diffId().toString(),
        layer.erofsBytes(),
        layer.allocatedBytes(),
        layer.writerVersion());
    return layer;
  }

  /** {@return the diff ids of all layers, as they stand in the rows} */
  public Set<String> diffIds() throws CatalogException {
    return Set.copyOf(sql.list("SELECT diff_id FROM layers", row -> row.getString(1)));
  }

  /** {@return the diff ids, as they stand in the rows, of layers that no image and no lease has} */
  public List<String> unused() throws CatalogException {
    return sql.list(
        """
        SELECT diff_id FROM layers l
        WHERE NOT EXISTS (SELECT 1 FROM manifest_layers u WHERE u.layer_id = l.id)
          AND NOT EXISTS (SELECT 1 FROM leased_layers p WHERE p.diff_id = l.diff_id)
        ORDER BY l.id
        """,
        row -> row.getString(1));
  }

  /** {@return the diff ids, as they stand in the rows, of an image's layers, each once} */
  public List<String> of(long manifestId) throws CatalogException {
    return sql.list(
        """
        SELECT DISTINCT l.diff_id FROM manifest_layers u JOIN layers l ON l.id = u.layer_id
        WHERE u.manifest_id = ?
        """,
        row -> row.getString(1),
        manifestId);
  }

  /**
   * What a layer's file takes on the disk, and who uses it.
   *
   * @param layerId the layer's row
   * @param allocatedBytes what it takes
   * @param manifestIds the rows of the images that use it
   */
  public record Allocation(long layerId, long allocatedBytes, Set<Long> manifestIds) {
    /** Copies the set. */
    public Allocation {
      manifestIds = Set.copyOf(manifestIds);
    }
  }

  /** {@return what all layers take on the disk} */
  public List<Allocation> allocations() throws CatalogException {
    var users = new HashMap<Long, Set<Long>>();
    sql.list(
        "SELECT layer_id, manifest_id FROM manifest_layers",
        row -> users.computeIfAbsent(row.getLong(1), _ -> new HashSet<>()).add(row.getLong(2)));
    return sql.list(
        "SELECT id, allocated_bytes FROM layers",
        row ->
            new Allocation(
                row.getLong(1), row.getLong(2), users.getOrDefault(row.getLong(1), Set.of())));
  }

  /**
   * Removes the row of a layer that no image and no lease has.
   *
   * @return whether it was removed
   */
  public boolean deleteUnused(DiffId diffId) throws CatalogException {
    return sql.update(
            """
            DELETE FROM layers WHERE diff_id = ?1
              AND NOT EXISTS (SELECT 1 FROM manifest_layers u WHERE u.layer_id = layers.id)
              AND NOT EXISTS (SELECT 1 FROM leased_layers p WHERE p.diff_id = ?1)
            """,
            diffId.toString())
        > 0;
  }
}
