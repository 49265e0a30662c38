// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.output.Words;
import dev.larder.model.PullEvent;

/** What a pull is about, and what came of it, in a few words. */
final class Summary {
  private Summary() {}

  static String of(PullEvent.Resolved resolved) {
    long bytes = resolved.layers().stream().mapToLong(PullEvent.LayerPlan::sizeBytes).sum();
    return resolved.platform()
        + ", "
        + Words.count(resolved.layers().size(), "layer")
        + ", "
        + Words.size(bytes);
  }

  static String of(PullEvent.Done done) {
    if (done.layersDownloaded() == 0) {
      return "done, nothing to download";
    }
    return "done, "
        + Words.count(done.layersDownloaded(), "layer")
        + " downloaded ("
        + Words.size(done.downloadedBytes())
        + "), "
        + done.layersCached()
        + " cached";
  }
}
