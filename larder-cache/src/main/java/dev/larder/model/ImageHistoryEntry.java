// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step of an image's history (image-spec config.md, history). Immutable. */
public final class ImageHistoryEntry {
  private final @Nullable Instant created;
  private final String createdBy;
  private final String comment;
  private final @Nullable ImageLayer layer;

  /** A step; {@code created} and {@code layer} are null where the step has none. */
  public ImageHistoryEntry(
      @Nullable Instant created, String createdBy, String comment, @Nullable ImageLayer layer) {
    this.created = created;
    this.createdBy = createdBy;
    this.comment = comment;
    this.layer = layer;
  }

  /** {@return when the step was made} */
  public Optional<Instant> created() {
    return Optional.ofNullable(created);
  }

  /** {@return the command that made the step, empty if unknown} */
  public String createdBy() {
    return createdBy;
  }

  /** {@return a comment, often empty} */
  public String comment() {
    return comment;
  }

  /** {@return the layer that the step made, if it made one} */
  public Optional<ImageLayer> layer() {
    return Optional.ofNullable(layer);
  }
}
