// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

import java.util.Optional;

/**
 * What only merging can resolve, as a layer's EROFS file keeps it: a reserved extended attribute. A
 * merged image has none of them.
 */
public enum Marker {
  /**
   * On an empty regular file: the name hides what the layers below have under it. On a directory
   * that is implied: it takes nothing from the layers below, its metadata neither.
   */
  WHITEOUT("trusted.larder.whiteout"),
  /** On a directory: nothing of the layers below shows through. */
  OPAQUE("trusted.larder.opaque"),
  /** On a directory that the layer implies without listing it. */
  IMPLIED("trusted.larder.implied"),
  /**
   * On an empty regular file: a hard link to the path that is the value, with {@code /} between its
   * names, in the layers below.
   */
  LOWER_LINK("trusted.larder.lowerlink");

  /** All names under it are larder's: an attribute of a layer with such a name is refused. */
  public static final String RESERVED_PREFIX = "trusted.larder.";

  private static final Marker[] VALUES = values();

  private final String xattrName;

  Marker(String xattrName) {
    this.xattrName = xattrName;
  }

  /** {@return the marker whose attribute has that full name, if there is one} */
  public static Optional<Marker> ofXattrName(String name) {
    for (Marker marker : VALUES) {
      if (marker.xattrName.equals(name)) {
        return Optional.of(marker);
      }
    }
    return Optional.empty();
  }

  /** {@return the full name of the attribute} */
  public String xattrName() {
    return xattrName;
  }
}
