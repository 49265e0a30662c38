// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.model.ImageConfig;
import dev.larder.model.ImageDetail;
import dev.larder.model.ImageHandle;
import dev.larder.model.ImageHistoryEntry;
import dev.larder.model.ImageLayer;
import dev.larder.model.SaveReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Images in JSON. The keys are a contract: new ones may be added, none renamed. */
public final class ImageJson {
  private ImageJson() {}

  /** Writes what a list tells of an image. */
  public static void handle(Json json, ImageHandle image) {
    json.member("reference", image.reference());
    json.member("digest", image.manifestDigest());
    json.member("architecture", image.architecture());
    json.member("os", image.os());
    json.member("variant", image.variant());
    json.member("layer_count", image.layerCount());
    json.member("size_bytes", image.sizeBytes());
    json.member("created_at", image.createdAt());
    json.member("last_used_at", image.lastUsedAt());
  }

  /** Writes everything that is known of an image. */
  public static void detail(Json json, ImageDetail image) {
    handle(json, image.handle());
    json.object("config", config -> config(config, image.config()));
    json.array("layers", image.layers(), ImageJson::layer);
  }

  /** Writes what an image says of running it. */
  static void config(Json json, ImageConfig config) {
    json.member("digest", config.digest().toString());
    textsOrNull(json, "env", config.env());
    textsOrNull(json, "cmd", config.cmd());
    textsOrNull(json, "entrypoint", config.entrypoint());
    json.textOrNull("working_dir", config.workingDir());
    json.textOrNull("user", config.user());
    json.texts("labels", config.labels());
    json.textOrNull("stop_signal", config.stopSignal());
  }

  /** The specification gives an empty list the meaning of none; the peer prints null for both. */
  private static void textsOrNull(Json json, String name, List<String> values) {
    if (values.isEmpty()) {
      json.member(name, Optional.empty());
    } else {
      json.texts(name, values);
    }
  }

  private static void layer(Json json, ImageLayer layer) {
    json.member("position", layer.position());
    json.member("diff_id", layer.diffId().toString());
    json.member("blob_digest", layer.blobDigest().toString());
    json.member("media_type", layer.mediaType());
    json.member("compressed_size_bytes", layer.compressedSizeBytes());
    json.member("erofs_size_bytes", layer.erofsSizeBytes());
  }

  /** Writes a step of an image's history; what made no layer has null for it. */
  public static void history(Json json, ImageHistoryEntry entry) {
    var layer = entry.layer();
    json.member("created_at", entry.created());
    json.textOrNull("created_by", entry.createdBy());
    json.textOrNull("comment", entry.comment());
    json.member("diff_id", layer.map(ImageLayer::diffId));
    json.member("compressed_size_bytes", size(layer.map(ImageLayer::compressedSizeBytes)));
    json.member("erofs_size_bytes", size(layer.map(ImageLayer::erofsSizeBytes)));
  }

  /** Writes what was saved to {@code archive}. */
  public static void saved(Json json, String archive, SaveReport report) {
    json.member("archive", archive);
    json.member("size_bytes", report.bytes());
    json.array(
        "images",
        report.images(),
        (item, image) -> {
          item.member("reference", image.reference());
          item.member("digest", image.digest().toString());
          item.member("saved_digest", image.savedDigest().toString());
          item.member("size_bytes", image.bytes());
        });
  }

  private static OptionalLong size(Optional<Long> bytes) {
    return bytes.map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
