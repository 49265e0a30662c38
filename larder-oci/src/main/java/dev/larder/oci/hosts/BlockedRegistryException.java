// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.Reference;
import java.io.IOException;

/** A file says that nothing may be pulled from there. */
public final class BlockedRegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  BlockedRegistryException(Reference reference, String prefix) {
    super(reference + ": registries.conf blocks " + prefix);
  }
}
