// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;

/** {@code registries.conf} or {@code hosts.toml} does not let us ask anybody. */
public final class BlockedRegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Nobody may be asked, as {@code problem} says. */
  public BlockedRegistryException(String problem) {
    super(problem);
  }
}
