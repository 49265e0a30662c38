// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * What was copied out of an image.
 *
 * @param files regular files, those that are another name of one included
 * @param directories directories, those that were there included
 * @param symlinks symbolic links
 * @param bytes lengths of the regular files, each once
 * @param skipped what could not be copied
 */
public record CopyReport(
    long files, long directories, long symlinks, long bytes, List<Skipped> skipped) {
  /** Copies the list. */
  public CopyReport {
    skipped = List.copyOf(skipped);
  }

  /**
   * What was left out.
   *
   * @param path where it is in the image
   * @param reason why, for people
   */
  public record Skipped(String path, String reason) {}
}
