// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.io.IOException;

/** What a reference names is there and well, but no container image: a chart, a signature … */
public final class NotAnImageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String type;

  NotAnImageException(String type, String message) {
    super(message);
    this.type = type;
  }

  /** {@return the media type that tells what it is} */
  public String type() {
    return type;
  }
}
