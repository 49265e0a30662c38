// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.util.List;

/** An image exists, but not for the platform that was asked for. */
public final class PlatformMismatchException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final String wanted;
  private final transient List<String> available;

  /** {@code reference} is there for {@code available}, and not for {@code wanted}. */
  public PlatformMismatchException(String reference, String wanted, List<String> available) {
    super(
        reference
            + " is not available for "
            + wanted
            + ", only for "
            + String.join(", ", available));
    this.reference = reference;
    this.wanted = wanted;
    this.available = List.copyOf(available);
  }

  /** {@return the normalised reference} */
  public String reference() {
    return reference;
  }

  /** {@return the platform that was asked for, as {@code os/arch[/variant]}} */
  public String wanted() {
    return wanted;
  }

  /** {@return the platforms that there are} */
  public List<String> available() {
    return available;
  }
}
