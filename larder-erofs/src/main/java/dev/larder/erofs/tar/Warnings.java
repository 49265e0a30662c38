// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was survived, told once for each kind: a layer of a million odd entries gives one sentence.
 */
public final class Warnings {
  private static final int KINDS = 100;

  private final Map<String, Occurrences> kinds = new LinkedHashMap<>();

  private record Occurrences(TarPath first, long count) {}

  /** No warnings yet. */
  public Warnings() {}

  /**
   * Notes that it happened.
   *
   * @param kind what happened, a clause that does not name the entry
   * @param entry the entry it happened to
   */
  public void add(String kind, TarPath entry) {
    Occurrences before = kinds.get(kind);
    if (before != null) {
      kinds.put(kind, new Occurrences(before.first(), before.count() + 1));
    } else if (kinds.size() < KINDS) {
      kinds.put(kind, new Occurrences(entry, 1));
    }
  }

  /** {@return one sentence for each kind, with the first entry and the number of entries} */
  public List<String> toList() {
    return kinds.entrySet().stream()
        .map(
            kind -> {
              long more = kind.getValue().count() - 1;
              return kind.getKey()
                  + ": \""
                  + kind.getValue().first()
                  + "\""
                  + (more == 0 ? "" : " and " + more + " more");
            })
        .toList();
  }
}
