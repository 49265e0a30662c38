// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.output.Words;
import dev.larder.model.PullEvent;
import dev.larder.oci.DiffId;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A line whenever something changes; nothing that repeats, so that logs stay short. */
final class Plain implements Progress {
  private final PrintStream err;
  private final Set<DiffId> downloading = new HashSet<>();
  private final Map<DiffId, Long> sizes = new HashMap<>();

  Plain(PrintStream err) {
    this.err = err;
  }

  @Override
  public void onEvent(PullEvent event) {
    switch (event) {
      case PullEvent.Resolving e -> err.println(e.reference() + ": resolving");
      case PullEvent.Resolved e -> {
        e.layers().forEach(layer -> sizes.put(layer.diffId(), layer.sizeBytes()));
        err.println(e.reference() + ": " + Summary.of(e));
      }
      case PullEvent.LayerCached e -> layer(e.diffId(), "cached");
      case PullEvent.LayerWaiting e -> layer(e.diffId(), "waiting for another pull");
      case PullEvent.LayerProgress e -> {
        if (downloading.add(e.diffId())) {
          layer(e.diffId(), "downloading " + Words.size(e.sizeBytes()));
        }
      }
      case PullEvent.LayerRetrying e -> layer(e.diffId(), "trying again: " + e.reason());
      case PullEvent.LayerDone e ->
          layer(e.diffId(), "done, " + Words.size(sizes.getOrDefault(e.diffId(), 0L)));
      case PullEvent.Merging e -> err.println(e.reference() + ": merging");
      case PullEvent.Warning e -> err.println(WarningsOnly.line(e));
      case PullEvent.Done e -> err.println(e.reference() + ": " + Summary.of(e));
    }
  }

  private void layer(DiffId diffId, String state) {
    err.println(Words.shortDigest(diffId.digest()) + ": " + Words.printable(state));
  }

  @Override
  public void close() {}
}
