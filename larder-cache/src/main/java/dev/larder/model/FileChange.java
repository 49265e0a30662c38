// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a path differs between two images.
 *
 * @param kind how
 * @param path from the root, beginning with a slash; where a name is not UTF-8, with U+FFFD
 * @param aspects what changed, at least one; empty if it was added or removed
 */
public record FileChange(Kind kind, String path, Set<Aspect> aspects) {
  /** Copies the set. */
  public FileChange {
    aspects = aspects.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(aspects));
  }

  /** How a path differs. */
  public enum Kind {
    /** Only the second image has it. */
    ADDED,
    /** Only the first image has it. */
    REMOVED,
    /** Both have it, and it is not the same. */
    CHANGED
  }

  /** What may change of a file. */
  public enum Aspect {
    /** What it is: a file, a directory, a link. Then nothing else is compared. */
    TYPE,
    /** A file's bytes, a link's target, a device's numbers. */
    CONTENT,
    /** Permissions. */
    MODE,
    /** Owner or group. */
    OWNER,
    /** Extended attributes. */
    XATTRS,
    /** Time of the last change. */
    TIME
  }
}
