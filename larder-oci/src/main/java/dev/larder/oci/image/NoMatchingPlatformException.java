// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** An index has no image for the platform that was asked for. */
public final class NoMatchingPlatformException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Platform wanted;
  private final transient List<Platform> available;

  /** No image for {@code wanted} among those for {@code available}. */
  public NoMatchingPlatformException(Platform wanted, List<Platform> available) {
    super(
        "no image for "
            + wanted
            + (available.isEmpty()
                ? ": there is none for any platform"
                : "; there is "
                    + available.stream()
                        .map(Platform::toString)
                        .collect(Collectors.joining(", "))));
    this.wanted = wanted;
    this.available = List.copyOf(available);
  }

  /** {@return the platform that was asked for} */
  public Platform wanted() {
    return wanted;
  }

  /** {@return the platforms that there are, in the index's order} */
  public List<Platform> available() {
    return available;
  }
}
