// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A home's directories beside its catalog, read by SQL and by listing, without the cache's own
 * code: what rows promise, and what is there.
 *
 * @param promised the length of each file that a row implies, by its path in the home
 * @param present the length of each file under layers, fsmeta, vmdk and tmp
 */
record HomeListing(TreeMap<String, Long> promised, TreeMap<String, Long> present) {
  private static final List<String> DIRECTORIES = List.of("layers", "fsmeta", "vmdk", "tmp");

  static HomeListing of(Path home) throws IOException, SQLException {
    return new HomeListing(promised(home), present(home));
  }

  private static TreeMap<String, Long> promised(Path home) throws SQLException {
    var promised = new TreeMap<String, Long>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("larder.db"));
        var statement = connection.createStatement()) {
      for (String check : List.of("PRAGMA integrity_check", "PRAGMA foreign_key_check")) {
        try (var rows = statement.executeQuery(check)) {
          while (rows.next()) {
            if (!rows.getString(1).equals("ok")) {
              throw new AssertionError(check + ": " + rows.getString(1));
            }
          }
        }
      }
      try (var tables = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
        if (tables.getInt(1) == 0) {
          return promised;
        }
      }
      try (var rows =
          statement.executeQuery(
              """
              SELECT 'layers/' || diff_id || '.erofs', erofs_bytes FROM layers
              UNION ALL SELECT 'fsmeta/' || digest || '.erofs', fsmeta_bytes FROM manifests
              UNION ALL SELECT 'vmdk/' || digest || '.vmdk', vmdk_bytes FROM manifests
              """)) {
        while (rows.next()) {
          promised.put(rows.getString(1).replace(':', '_'), rows.getLong(2));
        }
      }
    }
    return promised;
  }

  private static TreeMap<String, Long> present(Path home) throws IOException {
    var present = new TreeMap<String, Long>();
    for (String name : DIRECTORIES) {
      if (Files.isDirectory(home.resolve(name))) {
        try (var files = Files.list(home.resolve(name))) {
          for (Path file : files.toList()) {
            present.put(home.relativize(file).toString(), Files.size(file));
          }
        }
      }
    }
    return present;
  }

  /** {@return the files that rows imply and that are not there in their length: lies} */
  List<String> broken() {
    var broken = new ArrayList<String>();
    promised.forEach(
        (file, bytes) -> {
          if (!bytes.equals(present.get(file))) {
            broken.add(file + " should have " + bytes + " bytes: " + present.get(file));
          }
        });
    return broken;
  }

  /** {@return the files that no row names} */
  Set<String> leftovers() {
    var leftovers = new TreeSet<>(present.keySet());
    leftovers.removeAll(promised.keySet());
    return leftovers;
  }
}
