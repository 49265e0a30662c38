// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.output.Json;
import dev.larder.model.PullEvent;
import dev.larder.oci.DiffId;
import java.io.PrintStream;

/** An object on one line for each event. The keys are a contract: none is ever renamed. */
final class JsonLines implements Progress {
  private final PrintStream err;

  JsonLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public void onEvent(PullEvent event) {
    Json.printLine(err, json -> members(json, event));
  }

  private static void members(Json json, PullEvent event) {
    switch (event) {
      case PullEvent.Resolving e -> begin(json, "resolving", e);
      case PullEvent.Resolved e -> {
        begin(json, "resolved", e);
        json.member("digest", e.manifestDigest().toString());
        json.member("platform", e.platform().toString());
        json.array("layers", e.layers(), JsonLines::plan);
      }
      case PullEvent.LayerCached e -> layer(json, "layer_cached", e, e.position(), e.diffId());
      case PullEvent.LayerWaiting e -> layer(json, "layer_waiting", e, e.position(), e.diffId());
      case PullEvent.LayerProgress e -> {
        layer(json, "layer_progress", e, e.position(), e.diffId());
        json.member("done_bytes", e.doneBytes());
        json.member("size_bytes", e.sizeBytes());
      }
      case PullEvent.LayerRetrying e -> {
        layer(json, "layer_retrying", e, e.position(), e.diffId());
        json.member("reason", e.reason());
        json.member("done_bytes", e.doneBytes());
      }
      case PullEvent.LayerDone e -> {
        layer(json, "layer_done", e, e.position(), e.diffId());
        json.member("erofs_size_bytes", e.erofsSizeBytes());
      }
      case PullEvent.Merging e -> begin(json, "merging", e);
      case PullEvent.Warning e -> {
        begin(json, "warning", e);
        json.member("message", e.message());
      }
      case PullEvent.Done e -> {
        begin(json, "done", e);
        json.member("digest", e.manifestDigest().toString());
        json.member("layers_downloaded", e.layersDownloaded());
        json.member("layers_cached", e.layersCached());
        json.member("downloaded_bytes", e.downloadedBytes());
      }
    }
  }

  private static void begin(Json json, String name, PullEvent event) {
    json.member("event", name);
    json.member("reference", event.reference());
  }

  private static void layer(Json json, String name, PullEvent event, int position, DiffId diffId) {
    begin(json, name, event);
    json.member("position", position);
    json.member("diff_id", diffId.toString());
  }

  private static void plan(Json json, PullEvent.LayerPlan layer) {
    json.member("position", layer.position());
    json.member("diff_id", layer.diffId().toString());
    json.member("size_bytes", layer.sizeBytes());
  }

  @Override
  public void close() {}
}
