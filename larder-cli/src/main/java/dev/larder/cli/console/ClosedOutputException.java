// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

/** Nobody reads standard output any more: there is no use in going on, and nobody to tell. */
public final class ClosedOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClosedOutputException(Throwable cause) {
    super("standard output is closed", cause);
  }
}
