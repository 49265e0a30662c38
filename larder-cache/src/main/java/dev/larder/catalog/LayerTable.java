// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.DiffId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers: one row for each file. */
public final class LayerTable {
  private static final String FIND =
      "SELECT erofs_bytes, allocated_bytes, crc32c, writer_version FROM layers WHERE diff_id = ?";

  private final Sql sql;

  LayerTable(Sql sql) {
    this.sql = sql;
  }

  /** {@return the layer, if its file was made} */
  public Optional<LayerRecord> find(DiffId diffId) throws CatalogException {
    return find(FIND, diffId);
  }

  /** {@return the layer, if its file was made and not found damaged since} */
  public Optional<LayerRecord> findSound(DiffId diffId) throws CatalogException {
    return find(FIND + " AND damaged = 0", diffId);
  }

  /**
   * {@return the layer, if its file may stand for what would be made now} That of another version
   * of the writer does as long as a sandbox, or a lease other than {@code lease}, has it: whoever
   * has an image open or is about to boot it keeps the files that it knows.
   */
  public Optional<LayerRecord> findUsable(DiffId diffId, int version, long lease)
      throws CatalogException {
    var layer = findSound(diffId);
    if (layer.isEmpty() || layer.get().writerVersion() == version) {
      return layer;
    }
    return sql.number(
                """
                SELECT EXISTS (SELECT 1 FROM leased_layers WHERE diff_id = ?1 AND lease_id <> ?2)
                  OR EXISTS (
                    SELECT 1 FROM layers l
                      JOIN manifest_layers u ON u.layer_id = l.id
                      JOIN manifests m ON m.id = u.manifest_id
                      JOIN sandboxes s ON s.manifest_digest = m.digest
                    WHERE l.diff_id = ?1)
                """,
                diffId.toString(),
                lease)
            == 0
        ? Optional.empty()
        : layer;
  }

  private Optional<LayerRecord> find(String query, DiffId diffId) throws CatalogException {
    return sql.find(
        query,
        row ->
            new LayerRecord(diffId, row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4)),
        diffId.toString());
  }

  /** Takes note that a layer's file is damaged: nobody takes it for made until it is made anew. */
  public void markDamaged(DiffId diffId) throws CatalogException {
    sql.update("UPDATE layers SET damaged = 1 WHERE diff_id = ?", diffId.toString());
  }

  /**
   * Writes the row of a layer whose file was made, or made anew. If it is another file than before,
   * as another version of the writer makes, the merged metadata that points into it has no meaning
   * any more: those images are marked, and their disks made anew when next pulled.
   *
   * @return the row
   */
  public LayerRecord save(LayerRecord layer) throws CatalogException {
    sql.update(
        """
        UPDATE manifests SET damaged = 1 WHERE id IN (
          SELECT u.manifest_id FROM manifest_layers u JOIN layers l ON l.id = u.layer_id
          WHERE l.diff_id = ?1
            AND (l.erofs_bytes <> ?2 OR l.writer_version <> ?4
              OR (l.crc32c <> ?3 AND l.crc32c <> -1)))
        """,
        layer.diffId().toString(),
        layer.erofsBytes(),
        layer.crc32c(),
        layer.writerVersion());
    sql.update(
        """
        INSERT INTO layers (diff_id, erofs_bytes, allocated_bytes, crc32c, writer_version)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (diff_id) DO UPDATE SET
          erofs_bytes = excluded.erofs_bytes,
          allocated_bytes = excluded.allocated_bytes,
          crc32c = excluded.crc32c,
          writer_version = excluded.writer_version,
          damaged = 0
        """,
        layer.diffId().toString(),
        layer.erofsBytes(),
        layer.allocatedBytes(),
        layer.crc32c(),
        layer.writerVersion());
    return layer;
  }

  /**
   * A layer as it stands in the catalog, damaged or not.
   *
   * @param diffId what the row says
   * @param downloadBytes the size of its blob, the smallest of several; 0 if no image has it
   * @param erofsBytes length of its file
   * @param manifestIds the rows of the images that use it
   */
  public record Row(String diffId, long downloadBytes, long erofsBytes, Set<Long> manifestIds) {
    /** Copies the set. */
    public Row {
      manifestIds = Set.copyOf(manifestIds);
    }
  }

  /**
   * Where a layer came from.
   *
   * @param repository the repository of an image that has it, empty if it came from nowhere
   * @param blobDigest the blob in that image's manifest
   * @param mediaType its media type
   * @param sizeBytes its size
   */
  public record Origin(String repository, String blobDigest, String mediaType, long sizeBytes) {}

  /** {@return where a layer may be had again, the latest first} */
  public List<Origin> origins(DiffId diffId) throws CatalogException {
    return sql.list(
        """
        SELECT DISTINCT m.repository, u.blob_digest, u.media_type, u.size_bytes
        FROM manifest_layers u
          JOIN layers l ON l.id = u.layer_id JOIN manifests m ON m.id = u.manifest_id
        WHERE l.diff_id = ? AND m.repository <> '' ORDER BY m.id DESC
        """,
        row -> new Origin(Sql.text(row, 1), Sql.text(row, 2), Sql.text(row, 3), row.getLong(4)),
        diffId.toString());
  }

  /** {@return all layers, the oldest first} */
  public List<Row> rows() throws CatalogException {
    var users = users();
    return sql.list(
        """
        SELECT l.id, l.diff_id, coalesce(min(u.size_bytes), 0), l.erofs_bytes
        FROM layers l LEFT JOIN manifest_layers u ON u.layer_id = l.id
        GROUP BY l.id ORDER BY l.id
        """,
        row ->
            new Row(
                Sql.text(row, 2),
                row.getLong(3),
                row.getLong(4),
                users.getOrDefault(row.getLong(1), Set.of())));
  }

  private Map<Long, Set<Long>> users() throws CatalogException {
    var users = new HashMap<Long, Set<Long>>();
    sql.list(
        "SELECT layer_id, manifest_id FROM manifest_layers",
        row -> users.computeIfAbsent(row.getLong(1), _ -> new HashSet<>()).add(row.getLong(2)));
    return users;
  }

  /** {@return the diff ids of all layers, as they stand in the rows} */
  public Set<String> diffIds() throws CatalogException {
    return Set.copyOf(sql.list("SELECT diff_id FROM layers", row -> Sql.text(row, 1)));
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
        row -> Sql.text(row, 1));
  }

  /** {@return the diff ids, as they stand in the rows, of an image's layers, each once} */
  public List<String> of(long manifestId) throws CatalogException {
    return sql.list(
        """
        SELECT DISTINCT l.diff_id FROM manifest_layers u JOIN layers l ON l.id = u.layer_id
        WHERE u.manifest_id = ?
        """,
        row -> Sql.text(row, 1),
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
    var users = users();
    return sql.list(
        "SELECT id, allocated_bytes FROM layers",
        row ->
            new Allocation(
                row.getLong(1), row.getLong(2), users.getOrDefault(row.getLong(1), Set.of())));
  }

  /** {@return which of {@code diffIds} have rows} */
  public Set<DiffId> present(Collection<DiffId> diffIds) throws CatalogException {
    return Set.copyOf(
        sql.list(
            "SELECT diff_id FROM layers WHERE diff_id IN (SELECT value FROM json_each(?))",
            row -> DiffId.parse(Sql.text(row, 1)),
            diffIds));
  }

  /**
   * Removes the rows of those layers that no image and no lease has.
   *
   * @return which those are
   */
  public List<DiffId> deleteUnused(Collection<DiffId> diffIds) throws CatalogException {
    return sql.list(
        """
        DELETE FROM layers WHERE diff_id IN (SELECT value FROM json_each(?))
          AND NOT EXISTS (SELECT 1 FROM manifest_layers u WHERE u.layer_id = layers.id)
          AND NOT EXISTS (SELECT 1 FROM leased_layers p WHERE p.diff_id = layers.diff_id)
        RETURNING diff_id
        """,
        row -> DiffId.parse(Sql.text(row, 1)),
        diffIds);
  }
}
