// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * What a verification found.
 *
 * @param level how closely it looked
 * @param artefacts everything that the cache has: layers, then each image's files and documents
 */
public record VerifyReport(VerifyLevel level, List<Artefact> artefacts) {
  /** Copies the list. */
  public VerifyReport {
    artefacts = List.copyOf(artefacts);
  }

  /** {@return whether nothing is wrong} */
  public boolean isSound() {
    return artefacts.stream().allMatch(Artefact::isSound);
  }

  /** {@return what is missing or damaged} */
  public List<Artefact> unsound() {
    return artefacts.stream().filter(artefact -> !artefact.isSound()).toList();
  }
}
