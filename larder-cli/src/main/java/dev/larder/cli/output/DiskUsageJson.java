// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.model.DiskUsage;

/** What a cache takes on the disk, in JSON. The keys are a contract: none is ever renamed. */
public final class DiskUsageJson {
  private DiskUsageJson() {}

  /** Writes all of it. */
  public static void usage(Json json, DiskUsage usage) {
    json.array("images", usage.images(), DiskUsageJson::image);
    json.array("layers", usage.layers(), DiskUsageJson::layer);
    json.member("leftover_bytes", usage.leftoverBytes());
    json.member("other_bytes", usage.otherBytes());
    json.member("total_bytes", usage.totalBytes());
  }

  private static void image(Json json, DiskUsage.ImageUsage image) {
    json.member("digest", image.manifestDigest());
    json.texts("references", image.references());
    json.member("size_bytes", image.downloadBytes());
    json.member("erofs_size_bytes", image.erofsBytes());
    json.member("allocated_bytes", image.allocatedBytes());
    json.member("shared_bytes", image.sharedBytes());
    json.member("unique_bytes", image.uniqueBytes());
  }

  private static void layer(Json json, DiskUsage.LayerUsage layer) {
    json.member("diff_id", layer.diffId());
    json.member("compressed_size_bytes", layer.downloadBytes());
    json.member("erofs_size_bytes", layer.erofsBytes());
    json.member("allocated_bytes", layer.allocatedBytes());
    json.texts("images", layer.images());
  }
}
