// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** There is no sandbox of that name. */
public final class SandboxNotFoundException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** No sandbox {@code name}. */
  public SandboxNotFoundException(String name) {
    super("no such sandbox: " + name);
    this.name = name;
  }

  /** {@return the name} */
  public String name() {
    return name;
  }
}
