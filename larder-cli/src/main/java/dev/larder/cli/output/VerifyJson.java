// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.model.Artefact;
import dev.larder.model.RepairReport;
import dev.larder.model.VerifyReport;
import java.util.List;

/** What a verification found and a repair did, in JSON. The keys are a contract. */
public final class VerifyJson {
  private VerifyJson() {}

  /** Writes what was found. */
  public static void report(Json json, VerifyReport report) {
    write(json, report, List.of(), report.isSound());
  }

  /** Writes what was found before, and what was done; {@code sound} is what is so now. */
  public static void report(Json json, RepairReport report) {
    write(json, report.verification(), report.repairs(), report.isSound());
  }

  private static void write(
      Json json, VerifyReport found, List<RepairReport.Repair> repairs, boolean sound) {
    json.member("level", Words.constant(found.level()));
    json.member("sound", sound);
    json.array("artefacts", found.artefacts(), VerifyJson::artefact);
    json.array("repairs", repairs, VerifyJson::repair);
  }

  private static void artefact(Json json, Artefact artefact) {
    json.member("kind", Words.constant(artefact.kind()));
    json.member("digest", artefact.digest());
    json.texts("images", artefact.images());
    json.member("condition", Words.constant(artefact.condition()));
    json.textOrNull("detail", artefact.detail());
  }

  private static void repair(Json json, RepairReport.Repair repair) {
    json.member("kind", Words.constant(repair.artefact().kind()));
    json.member("digest", repair.artefact().digest());
    json.texts("images", repair.artefact().images());
    json.member("outcome", Words.constant(repair.outcome()));
    json.textOrNull("detail", repair.detail());
  }
}
