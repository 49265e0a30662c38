// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry was asked too often: status 429. Either it went on, or the wait is too long. */
public final class RateLimitedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Instant reset;

  RateLimitedException(Failure failure, @Nullable Instant reset) {
    super(failure, "too many requests" + (reset == null ? "" : ", try again after " + reset), null);
    this.reset = reset;
  }

  /** {@return from when on the registry will answer again, empty if it did not say} */
  public Optional<Instant> reset() {
    return Optional.ofNullable(reset);
  }

  @Override
  public boolean isTransient() {
    return true;
  }
}
