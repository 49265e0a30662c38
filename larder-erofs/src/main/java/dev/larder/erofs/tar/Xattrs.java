// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.tree.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Extended attributes in PAX records: {@code SCHILY.xattr.NAME} with the value as it is, {@code
 * LIBARCHIVE.xattr.NAME} with the name in URL encoding and the value in base64.
 */
final class Xattrs {
  private static final String SCHILY = "SCHILY.xattr.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";

  /** What an attribute costs beside its name and value. */
  private static final int OVERHEAD_BYTES = 8;

  private Xattrs() {}

  /** What is wrong with an attribute. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String wanted;
    private final String got;
    private final boolean overLimit;

    private Refusal(String wanted, String got) {
      this(wanted, got, false);
    }

    private Refusal(String wanted, String got, boolean overLimit) {
      super(wanted);
      this.wanted = wanted;
      this.got = got;
      this.overLimit = overLimit;
    }

    boolean isOverLimit() {
      return overLimit;
    }

    String wanted() {
      return wanted;
    }

    String got() {
      return got;
    }
  }

  /** {@return whether the record is an extended attribute} */
  static boolean isXattr(String keyword) {
    return keyword.startsWith(SCHILY) || keyword.startsWith(LIBARCHIVE);
  }

  /** {@return the attributes among the records, in order of their names; a later one wins} */
  static List<Xattr> in(PaxRecords pax, int maxBytes) throws Refusal {
    if (pax.all().isEmpty()) {
      return List.of();
    }
    var byName = new HashMap<String, Xattr>();
    long bytes = 0;
    for (Map.Entry<String, byte[]> entry : pax.all().entrySet()) {
      String keyword = entry.getKey();
      if (!isXattr(keyword)) {
        continue;
      }
      boolean schily = keyword.startsWith(SCHILY);
      String name =
          schily
              ? unescapeSchily(keyword.substring(SCHILY.length()))
              : unescapePercent(keyword.substring(LIBARCHIVE.length()));
      byte[] value = schily ? entry.getValue() : base64(name, entry.getValue());
      bytes += name.getBytes(StandardCharsets.UTF_8).length + value.length + OVERHEAD_BYTES;
      if (bytes > maxBytes) {
        throw new Refusal(
            "at most " + maxBytes + " bytes of extended attributes (xattrBytes)",
            "more, at " + printable(name),
            true);
      }
      byName.put(name, Xattr.of(name, value));
    }
    return byName.values().stream().sorted().toList();
  }

  /**
   * GNU tar writes {@code =} and {@code %} of a name as {@code %3D} and {@code %25}, since a
   * keyword ends at the first {@code =}, and leaves every other byte alone.
   */
  private static String unescapeSchily(String name) {
    return name.indexOf('%') < 0 ? name : name.replace("%3D", "=").replace("%25", "%");
  }

  private static String unescapePercent(String name) throws Refusal {
    if (name.indexOf('%') < 0) {
      return name;
    }
    byte[] from = name.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
      if (from[i] != '%' || high < 0 || low < 0) {
        to[length++] = from[i];
      } else {
        to[length++] = (byte) (high << 4 | low);
        i += 2;
      }
    }
    var decoded = new String(to, 0, length, StandardCharsets.UTF_8);
    if (decoded.getBytes(StandardCharsets.UTF_8).length != length) {
      throw new Refusal("an attribute's name in UTF-8", printable(name));
    }
    return decoded;
  }

  private static byte[] base64(String name, byte[] value) throws Refusal {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw new Refusal("attribute " + printable(name) + " in base64", "another encoding");
    }
  }

  private static String printable(String name) {
    return TarPath.of(name).toString();
  }
}
