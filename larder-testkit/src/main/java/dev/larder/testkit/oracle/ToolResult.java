// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.nio.charset.StandardCharsets;

/** What an external command said. Immutable. */
public final class ToolResult {

  private final int status;
  private final byte[] output;
  private final byte[] error;

  ToolResult(int status, byte[] output, byte[] error) {
    this.status = status;
    this.output = output;
    this.error = error;
  }

  /** {@return the exit status, -1 when it was killed} */
  public int status() {
    return status;
  }

  /** {@return a copy of its standard output} */
  public byte[] output() {
    return output.clone();
  }

  /** {@return its standard output as UTF-8 text} */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** {@return its standard error as UTF-8 text} */
  public String errorText() {
    return new String(error, StandardCharsets.UTF_8);
  }
}
