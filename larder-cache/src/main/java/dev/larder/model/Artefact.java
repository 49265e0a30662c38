// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * Something that the cache has, and what a verification found of it.
 *
 * @param kind what it is
 * @param digest what names it: a layer's diff id, an image's manifest, a document's digest; of a
 *     damaged row whatever stands there
 * @param images the references of the images that have it, each image once, sorted
 * @param condition what was found
 * @param detail what is wrong, for people; empty if nothing is
 */
public record Artefact(
    Kind kind, String digest, List<String> images, Condition condition, String detail) {
  /** Copies the list. */
  public Artefact {
    images = List.copyOf(images);
  }

  /** What there is. */
  public enum Kind {
    /** A layer's EROFS file. */
    LAYER,
    /** An image's merged metadata. */
    FSMETA,
    /** An image's disk descriptor. */
    VMDK,
    /** A manifest, index or config. */
    DOCUMENT
  }

  /** What was found. */
  public enum Condition {
    /** It is what it should be, as far as the level looks. */
    WHOLE,
    /** Nothing is known to be wrong, but not all that the level asks for could be compared. */
    UNCHECKED,
    /** It is not there. */
    MISSING,
    /** It is not what it should be, or cannot be read. */
    DAMAGED
  }

  /** {@return whether nothing is wrong with it} */
  public boolean isSound() {
    return switch (condition) {
      case WHOLE, UNCHECKED -> true;
      case MISSING, DAMAGED -> false;
    };
  }
}
