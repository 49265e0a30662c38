// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.model.ImagePruneReport;
import dev.larder.model.ImageRemoveReport;
import dev.larder.model.PrunePlan;

/** What was removed, or would be, in JSON. The keys are a contract: none is ever renamed. */
public final class RemovalJson {
  private RemovalJson() {}

  /** Writes what a remove did. */
  public static void report(Json json, ImageRemoveReport report) {
    json.texts("untagged", report.untagged());
    json.member("manifests_removed", report.manifestsRemoved());
    json.member("layers_removed", report.layersRemoved());
    json.member("bytes_reclaimed", report.bytesReclaimed());
    json.texts("sandboxes", report.sandboxes());
  }

  /** Writes what a prune did. */
  public static void report(Json json, ImagePruneReport report) {
    json.member("image_refs_removed", report.imageRefsRemoved());
    json.member("manifests_removed", report.manifestsRemoved());
    json.member("layers_removed", report.layersRemoved());
    json.member("fsmeta_removed", report.fsmetaRemoved());
    json.member("vmdk_removed", report.vmdkRemoved());
    json.member("bytes_reclaimed", report.bytesReclaimed());
  }

  /** Writes what a prune would do. */
  public static void plan(Json json, PrunePlan plan) {
    json.array("images", plan.items(), RemovalJson::item);
    json.member("leftover_bytes", plan.leftoverBytes());
  }

  private static void item(Json json, PrunePlan.Item item) {
    ImageJson.handle(json, item.image());
    json.member("verdict", Words.constant(item.verdict()));
    json.member("reason", item.reason());
  }
}
