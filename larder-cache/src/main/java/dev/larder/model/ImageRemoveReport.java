// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * What a remove did.
 *
 * @param untagged names that are gone, normalised
 * @param manifestsRemoved images that went with their last name, 0 where another name remains
 * @param layersRemoved layer files that nothing else used
 * @param bytesReclaimed bytes that the file system gave back, holes not counted
 * @param sandboxes names of the sandboxes that lost their image; empty unless forced
 */
public record ImageRemoveReport(
    List<String> untagged,
    int manifestsRemoved,
    int layersRemoved,
    long bytesReclaimed,
    List<String> sandboxes) {

  /** Copies the lists. */
  public ImageRemoveReport {
    untagged = List.copyOf(untagged);
    sandboxes = List.copyOf(sandboxes);
  }
}
