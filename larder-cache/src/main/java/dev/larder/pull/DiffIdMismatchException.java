// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.oci.DiffId;
import java.io.IOException;

/** A layer came whole, but what it decompresses to is not what the image's config says. */
public final class DiffIdMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient DiffId wanted;
  private final transient DiffId got;

  DiffIdMismatchException(int position, DiffId wanted, DiffId got) {
    super("layer " + position + " has the wrong diff_id: wanted " + wanted + ", got " + got);
    this.wanted = wanted;
    this.got = got;
  }

  /** {@return what the config says} */
  public DiffId wanted() {
    return wanted;
  }

  /** {@return what the layer is} */
  public DiffId got() {
    return got;
  }
}
