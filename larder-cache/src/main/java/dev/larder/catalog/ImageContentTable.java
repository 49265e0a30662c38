// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.catalog.ImageContent.DiskRecord;
import dev.larder.catalog.ImageContent.LayerUse;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.source.Document;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What images consist of: documents, layers, disk. */
public final class ImageContentTable {
  private static final String FIND_DISK =
      """
      SELECT fsmeta_bytes, fsmeta_allocated_bytes, fsmeta_crc32c,
        vmdk_bytes, vmdk_allocated_bytes, vmdk_crc32c, writer_version
      FROM manifests WHERE id = ?
      """;

  private final Sql sql;

  ImageContentTable(Sql sql) {
    this.sql = sql;
  }

  /**
   * {@return what the image consists of}
   *
   * @throws CatalogException if its rows are damaged
   */
  public ImageContent require(long manifestId) throws CatalogException {
    return new ImageContent(
        requireDocument("digest", manifestId),
        requireDocument("config_digest", manifestId),
        layers(manifestId),
        requireDisk(manifestId));
  }

  /** {@return the bytes of an image's config, empty if its rows are damaged} */
  public Optional<byte[]> findConfigBytes(long manifestId) throws CatalogException {
    return sql.find(
        """
        SELECT d.bytes FROM manifests m JOIN documents d ON d.digest = m.config_digest
        WHERE m.id = ?
        """,
        row -> row.getBytes(1),
        manifestId);
  }

  /** {@return what each image's own files take on the disk, by the manifest's row} */
  public Map<Long, Long> allocatedBytes() throws CatalogException {
    var bytes = new HashMap<Long, Long>();
    sql.list(
        "SELECT id, fsmeta_allocated_bytes + vmdk_allocated_bytes FROM manifests",
        row -> bytes.put(row.getLong(1), row.getLong(2)));
    return bytes;
  }

  /** {@return the length of each image's own files, by the manifest's row} */
  public Map<Long, Long> ownBytes() throws CatalogException {
    var bytes = new HashMap<Long, Long>();
    sql.list(
        "SELECT id, fsmeta_bytes + vmdk_bytes FROM manifests",
        row -> bytes.put(row.getLong(1), row.getLong(2)));
    return bytes;
  }

  /** {@code column} is one of two constants of this class. */
  private Document requireDocument(String column, long manifestId) throws CatalogException {
    return sql.find(
            "SELECT d.digest, d.media_type, d.bytes"
                + " FROM manifests m JOIN documents d ON d.digest = m."
                + column
                + " WHERE m.id = ?",
            ImageContentTable::readDocument,
            manifestId)
        .orElseThrow(() -> new CatalogException("a document is missing"));
  }

  private static Document readDocument(ResultSet row) throws SQLException {
    return new Document(Sql.text(row, 2), digest(Sql.text(row, 1)), row.getBytes(3));
  }

  private List<LayerUse> layers(long manifestId) throws CatalogException {
    return sql.list(
        """
        SELECT l.diff_id, u.blob_digest, u.media_type, u.size_bytes, l.erofs_bytes
        FROM manifest_layers u JOIN layers l ON l.id = u.layer_id
        WHERE u.manifest_id = ? ORDER BY u.position
        """,
        row ->
            new LayerUse(
                new DiffId(digest(Sql.text(row, 1))),
                digest(Sql.text(row, 2)),
                Sql.text(row, 3),
                row.getLong(4),
                row.getLong(5)),
        manifestId);
  }

  /**
   * {@return the layers of the image {@code manifest}, the bottom one first; none if it is gone}
   */
  public List<LayerUse> layersOf(Digest manifest) throws CatalogException {
    var id =
        sql.find(
            "SELECT id FROM manifests WHERE digest = ?",
            row -> row.getLong(1),
            manifest.toString());
    return id.isEmpty() ? List.of() : layers(id.get());
  }

  /** {@return the files that are an image's own} */
  public DiskRecord requireDisk(long manifestId) throws CatalogException {
    return sql.find(FIND_DISK, ImageContentTable::readDisk, manifestId)
        .orElseThrow(() -> new CatalogException("an image is missing"));
  }

  /** {@return the files that are an image's own, unless they were found damaged} */
  public Optional<DiskRecord> findSoundDisk(long manifestId) throws CatalogException {
    return sql.find(FIND_DISK + " AND damaged = 0", ImageContentTable::readDisk, manifestId);
  }

  private static DiskRecord readDisk(ResultSet row) throws SQLException {
    return new DiskRecord(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getInt(7));
  }

  /** {@return whether an image's own files, or a layer of it, were found damaged} */
  public boolean isMarkedDamaged(long manifestId) throws CatalogException {
    return sql.number(
            """
            SELECT EXISTS (SELECT 1 FROM manifests WHERE id = ?1 AND damaged <> 0)
              OR EXISTS (
                SELECT 1 FROM manifest_layers u JOIN layers l ON l.id = u.layer_id
                WHERE u.manifest_id = ?1 AND l.damaged <> 0)
            """,
            manifestId)
        != 0;
  }

  /**
   * {@return whether an image's files are of a version of the writer} What a sandbox has counts as
   * if it were: it stays as it is.
   */
  public boolean isOfVersion(long manifestId, int version) throws CatalogException {
    return sql.number(
            """
            SELECT EXISTS (
                SELECT 1 FROM manifests m WHERE m.id = ?1 AND m.writer_version <> ?2
                  AND NOT EXISTS (SELECT 1 FROM sandboxes s WHERE s.manifest_digest = m.digest))
              OR EXISTS (
                SELECT 1 FROM manifest_layers u JOIN layers l ON l.id = u.layer_id
                WHERE u.manifest_id = ?1 AND l.writer_version <> ?2
                  AND NOT EXISTS (
                    SELECT 1 FROM manifest_layers v
                      JOIN manifests n ON n.id = v.manifest_id
                      JOIN sandboxes s ON s.manifest_digest = n.digest
                    WHERE v.layer_id = l.id))
            """,
            manifestId,
            version)
        == 0;
  }

  /**
   * {@return the manifests of images whose own files have to be made anew, since one of {@code
   * layers} was}
   */
  public List<Digest> outdatedDisks(Collection<DiffId> layers) throws CatalogException {
    var manifests = new LinkedHashSet<Digest>();
    for (var layer : layers) {
      manifests.addAll(
          sql.list(
              """
              SELECT DISTINCT m.digest FROM layers l
                JOIN manifest_layers u ON u.layer_id = l.id
                JOIN manifests m ON m.id = u.manifest_id
              WHERE l.diff_id = ? AND m.damaged <> 0
              """,
              row -> digest(Sql.text(row, 1)),
              layer.toString()));
    }
    return List.copyOf(manifests);
  }

  /** {@return the manifests, as they stand in the rows, of images whose own files are damaged} */
  public List<String> damagedDisks() throws CatalogException {
    return sql.list(
        "SELECT digest FROM manifests WHERE damaged <> 0 ORDER BY id", row -> Sql.text(row, 1));
  }

  /** Takes note that an image's own files are damaged: nobody takes them for made. */
  public void markDiskDamaged(long manifestId) throws CatalogException {
    sql.update("UPDATE manifests SET damaged = 1 WHERE id = ?", manifestId);
  }

  /** Takes note that an image's own files were made anew. */
  public void saveDisk(long manifestId, DiskRecord disk) throws CatalogException {
    sql.update(
        """
        UPDATE manifests SET fsmeta_bytes = ?, fsmeta_allocated_bytes = ?, fsmeta_crc32c = ?,
          vmdk_bytes = ?, vmdk_allocated_bytes = ?, vmdk_crc32c = ?, writer_version = ?,
          damaged = 0
        WHERE id = ?
        """,
        disk.fsmetaBytes(),
        disk.fsmetaAllocatedBytes(),
        disk.fsmetaCrc32c(),
        disk.vmdkBytes(),
        disk.vmdkAllocatedBytes(),
        disk.vmdkCrc32c(),
        disk.writerVersion(),
        manifestId);
  }

  /**
   * Writes an image, or of one that is there the disk.
   *
   * @return the image's id
   * @throws CatalogException if a layer has no row
   */
  public long save(NewImage image, Instant now) throws CatalogException {
    var content = image.content();
    saveDocument(content.manifest());
    saveDocument(content.config());
    long id = saveManifest(image, Session.micros(now));
    saveLayers(id, content.layers());
    for (var index : image.indexes()) {
      saveDocument(index);
      sql.update(
          "INSERT OR IGNORE INTO manifest_indexes (digest, manifest_id) VALUES (?, ?)",
          index.digest().toString(),
          id);
    }
    return id;
  }

  /** One that is there already is written again only if it is damaged. */
  private void saveDocument(Document document) throws CatalogException {
    sql.update(
        """
        INSERT INTO documents (digest, media_type, bytes) VALUES (?, ?, ?)
        ON CONFLICT (digest) DO UPDATE
          SET bytes = excluded.bytes, media_type = excluded.media_type
          WHERE bytes <> excluded.bytes OR media_type <> excluded.media_type
        """,
        document.digest().toString(),
        document.mediaType(),
        document.bytes());
  }

  private long saveManifest(NewImage image, long nowMicros) throws CatalogException {
    var content = image.content();
    long sizeBytes = content.layers().stream().mapToLong(LayerUse::sizeBytes).sum();
    sql.update(
        """
        INSERT INTO manifests (digest, config_digest, repository, os, architecture, variant,
          layer_count, size_bytes, created_at, last_used_at,
          fsmeta_bytes, fsmeta_allocated_bytes, vmdk_bytes, vmdk_allocated_bytes, writer_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)
        ON CONFLICT (digest) DO UPDATE SET
          config_digest = excluded.config_digest,
          last_used_at = max(last_used_at, excluded.last_used_at)
        """,
        content.manifest().digest().toString(),
        content.config().digest().toString(),
        image.repository(),
        image.platform().os(),
        image.platform().architecture(),
        image.platform().variant(),
        content.layers().size(),
        sizeBytes,
        nowMicros,
        nowMicros);
    long id =
        sql.number(
            "SELECT id FROM manifests WHERE digest = ?", content.manifest().digest().toString());
    saveDisk(id, content.disk());
    return id;
  }

  private void saveLayers(long manifestId, List<LayerUse> layers) throws CatalogException {
    for (int position = 0; position < layers.size(); position++) {
      var layer = layers.get(position);
      sql.update(
          """
          INSERT OR REPLACE INTO manifest_layers
            (manifest_id, position, layer_id, blob_digest, media_type, size_bytes)
          VALUES (?, ?, (SELECT id FROM layers WHERE diff_id = ?), ?, ?, ?)
          """,
          manifestId,
          position,
          layer.diffId().toString(),
          layer.blobDigest().toString(),
          layer.mediaType(),
          layer.sizeBytes());
    }
  }

  /** Removes an image, its names and the documents that no other image has. */
  public void delete(long manifestId) throws CatalogException {
    delete(List.of(manifestId));
  }

  /**
   * Removes those of {@code manifestIds} that have no name left, and the documents that no other
   * image has.
   *
   * @return the rows that went
   */
  public Set<Long> deleteNameless(Collection<Long> manifestIds) throws CatalogException {
    var nameless =
        sql.list(
            """
            SELECT value FROM json_each(?)
            WHERE NOT EXISTS (SELECT 1 FROM image_names n WHERE n.manifest_id = value)
            """,
            row -> row.getLong(1),
            manifestIds);
    delete(nameless);
    return Set.copyOf(nameless);
  }

  private void delete(Collection<Long> manifestIds) throws CatalogException {
    // What stands in damaged rows has to be quoted, so SQLite makes the array.
    String documents =
        sql.find(
                """
                SELECT json_group_array(digest) FROM (
                  SELECT digest FROM manifests WHERE id IN (SELECT value FROM json_each(?1))
                  UNION SELECT config_digest FROM manifests
                    WHERE id IN (SELECT value FROM json_each(?1))
                  UNION SELECT digest FROM manifest_indexes
                    WHERE manifest_id IN (SELECT value FROM json_each(?1)))
                """,
                row -> Sql.text(row, 1),
                manifestIds)
            .orElseThrow();
    sql.update(
        "DELETE FROM image_names WHERE manifest_id IN (SELECT value FROM json_each(?))",
        manifestIds);
    sql.update("DELETE FROM manifests WHERE id IN (SELECT value FROM json_each(?))", manifestIds);
    sql.update(
        """
        DELETE FROM documents WHERE digest IN (SELECT value FROM json_each(?))
          AND NOT EXISTS (SELECT 1 FROM manifests m WHERE m.digest = documents.digest)
          AND NOT EXISTS (SELECT 1 FROM manifests m WHERE m.config_digest = documents.digest)
          AND NOT EXISTS (SELECT 1 FROM manifest_indexes x WHERE x.digest = documents.digest)
        """,
        documents);
  }

  private static Digest digest(String text) throws SQLException {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SQLException("a damaged row: " + e.getMessage(), e);
    }
  }
}
