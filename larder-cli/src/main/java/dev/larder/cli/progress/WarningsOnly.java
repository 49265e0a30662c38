// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.output.Words;
import dev.larder.model.PullEvent;
import java.io.PrintStream;

/** Says nothing but what should be known. */
final class WarningsOnly implements Progress {
  private final PrintStream err;

  WarningsOnly(PrintStream err) {
    this.err = err;
  }

  /** {@return the line that tells a warning} */
  static String line(PullEvent.Warning warning) {
    return "larder: warning: " + Words.printable(warning.message());
  }

  @Override
  public void onEvent(PullEvent event) {
    if (event instanceof PullEvent.Warning warning) {
      err.println(line(warning));
    }
  }

  @Override
  public void close() {}
}
