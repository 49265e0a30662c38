// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** There is a sandbox of that name already. */
public final class SandboxExistsException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** The name {@code name} is taken. */
  public SandboxExistsException(String name) {
    super("there is a sandbox named " + name + " already");
    this.name = name;
  }

  /** {@return the name} */
  public String name() {
    return name;
  }
}
