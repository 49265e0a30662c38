// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Platform;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Images by their names and digests. */
public final class ImageTable {
  private static final String COLUMNS =
      """
      m.id, coalesce(n.name, ''), m.repository, m.digest, m.os, m.architecture, m.variant,
      m.layer_count, m.size_bytes, coalesce(n.created_at, m.created_at) AS created, m.last_used_at
      """;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
          FROM manifests m LEFT JOIN image_names n ON n.manifest_id = m.id
          ORDER BY m.id DESC, n.id DESC
          """;

  private static final String BY_NAME =
      "SELECT "
          + COLUMNS
          + """
          FROM image_names n JOIN manifests m ON m.id = n.manifest_id
          WHERE n.name = ?
          """;

  private static final String UNDER_FIRST_NAME =
      """
      FROM manifests m LEFT JOIN image_names n
        ON n.id = (SELECT min(id) FROM image_names WHERE manifest_id = m.id)
      """;

  private static final String BY_MANIFEST =
      "SELECT " + COLUMNS + UNDER_FIRST_NAME + "WHERE m.digest = ?";

  private static final String BY_DIGEST_RANGE =
      "SELECT "
          + COLUMNS
          + UNDER_FIRST_NAME
          + """
          WHERE m.id IN (
            SELECT id FROM manifests WHERE digest >= ?1 AND digest < ?2
            UNION SELECT id FROM manifests WHERE config_digest >= ?1 AND config_digest < ?2
            UNION SELECT manifest_id FROM manifest_indexes WHERE digest >= ?1 AND digest < ?2)
          ORDER BY m.id
          """;

  private final Sql sql;

  ImageTable(Sql sql) {
    this.sql = sql;
  }

  /** {@return every image under each of its names, and those without, the newest first} */
  public List<ImageRecord> list() throws CatalogException {
    var images = sql.list(LIST, ImageTable::read);
    // SQLite would copy every row to sort it; the order of the ids stays among equals. The
    // comparators of Comparator are serializable, and so made anew at each start of a command.
    images.sort((one, other) -> other.createdAt().compareTo(one.createdAt()));
    return images;
  }

  /** {@return the image of that canonical name} */
  public Optional<ImageRecord> findByName(String name) throws CatalogException {
    return sql.find(BY_NAME, ImageTable::read, name);
  }

  /** {@return the image whose manifest has that digest, under the name that it got first} */
  public Optional<ImageRecord> findByManifest(Digest manifest) throws CatalogException {
    return sql.find(BY_MANIFEST, ImageTable::read, manifest.toString());
  }

  /**
   * {@return the images whose manifest, index or config has a digest that begins so, each once}
   *
   * @param prefix {@code algorithm:} and some hexadecimal digits
   */
  public List<ImageRecord> findByDigestPrefix(String prefix) throws CatalogException {
    // 'g' stands behind every hexadecimal digit.
    return sql.list(BY_DIGEST_RANGE, ImageTable::read, prefix, prefix + "g");
  }

  /** {@return the digests of all manifests, as they stand in the rows} */
  public Set<String> manifestDigests() throws CatalogException {
    return Set.copyOf(sql.list("SELECT digest FROM manifests", row -> Sql.text(row, 1)));
  }

  /** {@return which of {@code manifests} have rows} */
  public Set<Digest> present(Collection<Digest> manifests) throws CatalogException {
    return Set.copyOf(
        sql.list(
            "SELECT digest FROM manifests WHERE digest IN (SELECT value FROM json_each(?))",
            row -> Digest.parse(Sql.text(row, 1)),
            manifests));
  }

  /** {@return the names of an image, sorted} */
  public List<String> names(long manifestId) throws CatalogException {
    return sql.list(
        "SELECT name FROM image_names WHERE manifest_id = ? ORDER BY name",
        row -> Sql.text(row, 1),
        manifestId);
  }

  /** Gives {@code name} to an image; if another had it, the name moves. */
  public void name(String name, long manifestId, Instant now) throws CatalogException {
    sql.update(
        """
        INSERT INTO image_names (name, manifest_id, created_at) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE
          SET manifest_id = excluded.manifest_id, created_at = excluded.created_at
          WHERE manifest_id <> excluded.manifest_id
        """,
        name,
        manifestId,
        Session.micros(now));
  }

  /**
   * Takes a name away, if {@code manifestId} has it.
   *
   * @return whether it had
   */
  public boolean unname(String name, long manifestId) throws CatalogException {
    return sql.update(
            "DELETE FROM image_names WHERE name = ? AND manifest_id = ?", name, manifestId)
        > 0;
  }

  /** Takes note that an image was used. */
  public void touch(long manifestId, Instant now) throws CatalogException {
    sql.update(
        "UPDATE manifests SET last_used_at = max(last_used_at, ?2) WHERE id = ?1",
        manifestId,
        Session.micros(now));
  }

  private static ImageRecord read(ResultSet row) throws SQLException {
    return new ImageRecord(
        row.getLong(1),
        Sql.text(row, 2),
        Sql.text(row, 3),
        Sql.text(row, 4),
        Platform.of(Sql.text(row, 5), Sql.text(row, 6), Sql.text(row, 7)),
        row.getInt(8),
        row.getLong(9),
        Session.instant(row.getLong(10)),
        Session.instant(row.getLong(11)));
  }
}
