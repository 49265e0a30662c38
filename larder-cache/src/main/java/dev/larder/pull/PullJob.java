// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageSource;
import java.util.List;

/**
 * What is to be pulled.
 *
 * @param label what events call it
 * @param source where it is read from; not closed
 * @param platform what the image must be for
 * @param repository where it comes from, empty if from nowhere
 * @param names the canonical names that it gets
 * @param completion what else happens in the transaction that makes the image exist
 */
public record PullJob(
    String label,
    ImageSource source,
    Platform platform,
    String repository,
    List<String> names,
    Completion completion) {
  /** Copies the names. */
  public PullJob {
    names = List.copyOf(names);
  }

  /** A further step of the last transaction. */
  @FunctionalInterface
  public interface Completion {
    /** Does nothing. */
    Completion NONE = (session, image) -> {};

    /** Completes the pull of {@code image}; if it throws, there was no pull. */
    void complete(Session session, ImageRecord image) throws CatalogException;
  }
}
