// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;

/**
 * The server sends something else than the range that it was asked for. Never leaves the client.
 */
final class RangesRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RangesRefusedException(Target target) {
    super(target.describe() + ": ranges are not served");
  }
}
