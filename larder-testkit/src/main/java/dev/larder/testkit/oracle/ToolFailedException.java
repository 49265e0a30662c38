// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;

/** An external command ended with a status other than 0, or not in time. */
public final class ToolFailedException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN_CHARS = 8_000;

  private final transient ToolResult result;

  ToolFailedException(String command, ToolResult result) {
    super(
        command
            + ": status "
            + result.status()
            + "\n"
            + shown(result.errorText())
            + shown(result.text()));
    this.result = result;
  }

  /** {@return what the command said} */
  public ToolResult result() {
    return result;
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(MAX_SHOWN_CHARS, text.length()));
  }
}
