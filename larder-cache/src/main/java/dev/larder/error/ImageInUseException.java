// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.util.List;

/** Something holds the image that was to be removed. */
public final class ImageInUseException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final transient List<String> sandboxes;

  /**
   * The image {@code reference} is held by {@code sandboxes}, and by {@code leases} running uses.
   */
  public ImageInUseException(String reference, List<String> sandboxes, int leases) {
    super(reference + " is in use by " + holders(sandboxes, leases));
    this.reference = reference;
    this.sandboxes = List.copyOf(sandboxes);
  }

  private static String holders(List<String> sandboxes, int leases) {
    String named =
        switch (sandboxes.size()) {
          case 0 -> "";
          case 1 -> "sandbox " + sandboxes.getFirst();
          default -> "sandboxes " + String.join(", ", sandboxes);
        };
    if (leases == 0) {
      return named;
    }
    String running = leases == 1 ? "a running pull or lease" : leases + " running pulls or leases";
    return named.isEmpty() ? running : named + " and " + running;
  }

  /** {@return the image} */
  public String reference() {
    return reference;
  }

  /** {@return the names of the sandboxes that hold the image, sorted; empty if only leases do} */
  public List<String> sandboxes() {
    return sandboxes;
  }
}
