// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.util.List;
import java.util.stream.Collectors;

/** Something holds the image that was to be removed. */
public final class ImageInUseException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final transient List<String> sandboxes;
  private final transient List<Long> processes;

  /**
   * The image {@code reference} is held by {@code sandboxes}, and by running pulls or leases of
   * {@code processes}.
   */
  public ImageInUseException(String reference, List<String> sandboxes, List<Long> processes) {
    super(reference + " is in use by " + holders(sandboxes, processes));
    this.reference = reference;
    this.sandboxes = List.copyOf(sandboxes);
    this.processes = List.copyOf(processes);
  }

  private static String holders(List<String> sandboxes, List<Long> processes) {
    String named =
        switch (sandboxes.size()) {
          case 0 -> "";
          case 1 -> "sandbox " + sandboxes.getFirst();
          default -> "sandboxes " + String.join(", ", sandboxes);
        };
    if (processes.isEmpty()) {
      return named;
    }
    String running =
        processes.size() == 1
            ? "a running pull or lease of process " + processes.getFirst()
            : "running pulls or leases of processes "
                + processes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return named.isEmpty() ? running : named + " and " + running;
  }

  /** {@return the image} */
  public String reference() {
    return reference;
  }

  /**
   * {@return the ids of the processes whose running pulls or leases hold the image, each once; this
   * process may be among them}
   */
  public List<Long> processes() {
    return processes;
  }

  /** {@return the names of the sandboxes that hold the image, sorted; empty if only leases do} */
  public List<String> sandboxes() {
    return sandboxes;
  }
}
