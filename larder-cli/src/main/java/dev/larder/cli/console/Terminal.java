// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

import java.util.Optional;

/** What standard error may be: something that lines can be drawn anew on. */
@FunctionalInterface
public interface Terminal {
  /** No terminal: a file, a pipe. */
  Terminal NONE = Optional::empty;

  /** {@return the size of the window at this moment, empty if there is no terminal} */
  Optional<Size> size();

  /**
   * The size of a window.
   *
   * @param columns characters in a line, at least 1
   * @param rows lines, at least 1
   */
  record Size(int columns, int rows) {
    /** What is taken for a window that does not know its size. */
    public static final Size USUAL = new Size(80, 24);
  }
}
