// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.util.List;

/**
 * What a repair did about what a verification found.
 *
 * @param verification what was found before
 * @param repairs what was done, layers first; fsmeta and descriptor of an image are made together,
 *     and are one repair
 */
public record RepairReport(VerifyReport verification, List<Repair> repairs) {
  /** Copies the list. */
  public RepairReport {
    repairs = List.copyOf(repairs);
  }

  /** {@return whether all that was unsound is sound now} */
  public boolean isSound() {
    return repairs.stream().noneMatch(repair -> repair.outcome() == Outcome.FAILED);
  }

  /** How an artefact was mended. */
  public enum Outcome {
    /** Made anew from what the cache has. */
    REBUILT,
    /** Fetched again. */
    FETCHED,
    /** Not at all; what is damaged is marked, and no pull or load takes it for a hit. */
    FAILED
  }

  /**
   * What became of an artefact.
   *
   * @param artefact what was found
   * @param outcome how it was mended
   * @param detail where it came from, or why it failed, for people
   */
  public record Repair(Artefact artefact, Outcome outcome, String detail) {}
}
