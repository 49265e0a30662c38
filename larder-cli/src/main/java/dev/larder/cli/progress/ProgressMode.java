// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.console.Streams;

/** How progress is shown. */
public enum ProgressMode {
  /** Bars on a terminal, lines elsewhere. */
  AUTO,
  /** A bar for each layer, drawn anew as it grows. */
  BARS,
  /** A line whenever a layer's state changes. */
  PLAIN,
  /** An object for each event, one a line. */
  JSON,
  /** Warnings only. */
  NONE;

  /** {@return the progress of one pull; the caller closes it} */
  public Progress open(Streams streams) {
    return switch (this) {
      case AUTO -> (streams.terminal().size().isPresent() ? BARS : PLAIN).open(streams);
      case BARS -> Bars.open(new Screen(streams.err(), streams.terminal()));
      case PLAIN -> new Plain(streams.err());
      case JSON -> new JsonLines(streams.err());
      case NONE -> new WarningsOnly(streams.err());
    };
  }
}
