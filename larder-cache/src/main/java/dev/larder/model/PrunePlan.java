// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * What a prune would do, and why. A plan is of the moment it was made; applying it looks again, and
 * leaves what has come into use meanwhile.
 *
 * @param items every image of the cache with its verdict, those to be removed first
 * @param leftoverBytes bytes of files that no row names, such as a crashed pull left; they go too
 */
public record PrunePlan(List<Item> items, long leftoverBytes) {
  /** Copies the list. */
  public PrunePlan {
    items = List.copyOf(items);
  }

  /** Whether an image goes. */
  public enum Verdict {
    /** It goes. */
    REMOVE,
    /** It stays. */
    KEEP
  }

  /**
   * One image.
   *
   * @param image the image
   * @param verdict whether it goes
   * @param reason why, for people, such as {@code used by sandbox web-3}
   */
  public record Item(ImageHandle image, Verdict verdict, String reason) {}

  /** {@return the images that would go} */
  public List<Item> removals() {
    return items.stream().filter(item -> item.verdict() == Verdict.REMOVE).toList();
  }
}
