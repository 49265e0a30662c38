// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.error;

import java.io.IOException;

/** An EROFS image may be sound, but uses what larder does not read, such as compression. */
public final class UnsupportedErofsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String feature;

  /**
   * The image needs a feature.
   *
   * @param feature the feature, for people
   */
  public UnsupportedErofsException(String feature) {
    super("unsupported EROFS image: " + feature);
    this.feature = feature;
  }

  /** {@return the feature that is needed, for people} */
  public String feature() {
    return feature;
  }
}
