// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;

/** A stream is compressed in a way that images do not use. */
public final class UnsupportedCompressionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String format;

  UnsupportedCompressionException(String format) {
    super("compressed with " + format + ", which layers cannot be: only gzip and zstd");
    this.format = format;
  }

  /** {@return the compression's name} */
  public String format() {
    return format;
  }
}
