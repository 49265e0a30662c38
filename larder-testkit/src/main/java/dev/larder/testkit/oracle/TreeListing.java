// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory tree, entry by entry, as GNU find, getfattr and sha256sum see it. They are used
 * rather than {@link java.nio.file.Files} since they keep names as bytes, say link targets as they
 * are, and see every extended attribute. Immutable.
 */
public final class TreeListing {

  private static final int FIND_FIELDS = 10;

  private final NavigableMap<String, TreeEntry> entries;

  private TreeListing(NavigableMap<String, TreeEntry> entries) {
    this.entries = entries;
  }

  /**
   * Lists a tree, the root included, and reads all of its files.
   *
   * @param root a directory; what is mounted below it is listed too
   * @return the listing
   * @throws IOException when a tool fails or cannot read something
   */
  public static TreeListing of(Path root) throws IOException {
    Map<String, SortedMap<String, String>> xattrs = xattrs(root);
    Map<String, String> digests = digests(root);
    Map<String, String> devices = devices(root);
    String[] fields =
        find(root, "-printf", "%y\\0%m\\0%U\\0%G\\0%n\\0%s\\0%T@\\0%D:%i\\0%l\\0%P\\0");
    var firstNames = new HashMap<String, String>();
    for (int at = 0; at < fields.length; at += FIND_FIELDS) {
      firstNames.merge(fields[at + 7], fields[at + 9], (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    var entries = new TreeMap<String, TreeEntry>();
    for (int at = 0; at < fields.length; at += FIND_FIELDS) {
      char type = fields[at].charAt(0);
      String path = fields[at + 9];
      entries.put(
          path,
          new TreeEntry(
              path,
              type,
              Integer.parseInt(fields[at + 1], 8),
              Long.parseLong(fields[at + 2]),
              Long.parseLong(fields[at + 3]),
              Long.parseLong(fields[at + 4]),
              type == 'd' ? 0 : Long.parseLong(fields[at + 5]),
              devices.getOrDefault(path, ""),
              time(fields[at + 6]),
              fields[at + 8],
              xattrs.getOrDefault(path, new TreeMap<>()),
              digests.getOrDefault(path, ""),
              Optional.ofNullable(firstNames.get(fields[at + 7])).orElseThrow()));
    }
    return new TreeListing(entries);
  }

  /**
   * {@return a listing of entries that another reader found}
   *
   * @param entries the entries, in any order, of different paths
   */
  public static TreeListing of(Iterable<TreeEntry> entries) {
    var byPath = new TreeMap<String, TreeEntry>();
    for (TreeEntry entry : entries) {
      if (byPath.put(entry.path(), entry) != null) {
        throw new IllegalArgumentException("there twice: " + entry.path());
      }
    }
    return new TreeListing(byPath);
  }

  /**
   * {@return entries without what a tree that was unpacked cannot say} Its root is the directory
   * that was unpacked into, and the time of a directory that no entry lists is that of the run.
   */
  public static List<TreeEntry> unpacked(List<TreeEntry> entries) {
    return entries.stream()
        .filter(entry -> !entry.path().isEmpty())
        .map(entry -> entry.type() == 'd' ? entry.withModified(Instant.EPOCH) : entry)
        .toList();
  }

  /** {@return every entry, in the order of their paths' bytes} */
  public List<TreeEntry> entries() {
    return List.copyOf(entries.values());
  }

  /**
   * {@return the entry of a path}
   *
   * @param path one character per byte, without a '/' in front, empty for the root
   */
  public Optional<TreeEntry> find(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  /**
   * Compares entry by entry and field by field.
   *
   * @param expected what this listing should be
   * @return a line for each difference, none when they are equal
   */
  public List<String> differencesFrom(TreeListing expected) {
    var differences = new ArrayList<String>();
    var paths = new TreeMap<String, TreeEntry>(expected.entries);
    paths.putAll(entries);
    for (String path : paths.keySet()) {
      Optional<TreeEntry> wanted = expected.find(path);
      Optional<TreeEntry> got = find(path);
      String shown = "/" + RawName.shown(path);
      if (wanted.isEmpty()) {
        differences.add(shown + ": unexpected, " + got.orElseThrow().fields());
      } else if (got.isEmpty()) {
        differences.add(shown + ": missing, " + wanted.get().fields());
      } else {
        compare(shown, wanted.get(), got.get(), differences);
      }
    }
    return differences;
  }

  private static void compare(
      String path, TreeEntry wanted, TreeEntry got, List<String> differences) {
    Map<String, String> found = got.fields();
    wanted
        .fields()
        .forEach(
            (field, value) -> {
              String other = found.getOrDefault(field, "");
              if (!other.equals(value)) {
                differences.add(path + ": " + field + ": wanted " + value + ", got " + other);
              }
            });
  }

  private static Map<String, String> digests(Path root) throws IOException {
    var digests = new HashMap<String, String>();
    for (String line : find(root, "-type", "f", "-exec", "sha256sum", "--zero", "--", "{}", "+")) {
      // As in "<64 digits>  ./path".
      digests.put(line.substring(68), line.substring(0, 64));
    }
    return digests;
  }

  private static Map<String, String> devices(Path root) throws IOException {
    var devices = new HashMap<String, String>();
    String[] lines =
        find(
            root,
            "(",
            "-type",
            "b",
            "-o",
            "-type",
            "c",
            ")",
            "-exec",
            "stat",
            "--printf=%t:%T:%n\\0",
            "--",
            "{}",
            "+");
    for (String line : lines) {
      String[] parts = line.split(":", 3);
      String numbers = Integer.parseInt(parts[0], 16) + ":" + Integer.parseInt(parts[1], 16);
      devices.put(parts[2].substring(2), numbers);
    }
    return devices;
  }

  private static String[] find(Path root, String... expression) throws IOException {
    var arguments = new ArrayList<>(List.of("-P", ".", "-noleaf"));
    arguments.addAll(List.of(expression));
    String text = latin1(Tool.require("find").in(root).run(new byte[0], arguments).output());
    if (text.isEmpty()) {
      return new String[0];
    }
    return text.substring(0, text.length() - 1).split("\0", -1);
  }

  private static Map<String, SortedMap<String, String>> xattrs(Path root) throws IOException {
    byte[] output =
        Tool.require("getfattr")
            .in(root)
            .run("-R", "-P", "-h", "-d", "-m", "-", "-e", "hex", ".")
            .output();
    var xattrs = new HashMap<String, SortedMap<String, String>>();
    SortedMap<String, String> current = new TreeMap<>();
    for (String line : latin1(output).split("\n", -1)) {
      if (line.startsWith("# file: ")) {
        current = new TreeMap<>();
        xattrs.put(relative(unquote(line.substring("# file: ".length()))), current);
      } else if (!line.isEmpty()) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals);
        String value = equals < 0 ? "" : line.substring(equals + 1).replaceFirst("^(0x|\"\")", "");
        current.put(unquote(name), value);
      }
    }
    return xattrs;
  }

  private static String relative(String path) {
    if (path.equals(".")) {
      return "";
    }
    return path.startsWith("./") ? path.substring(2) : path;
  }

  /** getfattr writes a few characters of names as a backslash and three octal digits. */
  private static String unquote(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 3 < text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }

  /** find's seconds are rounded down and its fraction is added to them, before the epoch too. */
  private static Instant time(String text) {
    int point = text.indexOf('.');
    long nanos = Long.parseLong(text.substring(point + 1, point + 10));
    return Instant.ofEpochSecond(Long.parseLong(text.substring(0, point)), nanos);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
