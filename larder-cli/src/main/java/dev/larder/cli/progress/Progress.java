// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.model.PullEvent;
import dev.larder.model.PullListener;

/** Shows one pull or load. Whatever comes of it, it is closed before anything else is printed. */
public interface Progress extends PullListener, AutoCloseable {
  @Override
  void onEvent(PullEvent event);

  /** Ends the show: what was drawn stays as it is, and the cursor is on a line of its own. */
  @Override
  void close();
}
