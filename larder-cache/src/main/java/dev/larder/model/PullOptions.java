// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.image.Platform;

/**
 * How an image is pulled.
 *
 * @param policy when the registry is asked
 * @param platform the platform to take of an index, and that a single image must have
 * @param listener is told of progress
 */
public record PullOptions(PullPolicy policy, Platform platform, PullListener listener) {

  /**
   * {@return if missing, for this machine's platform (Linux, since guests run it), without a
   * listener}
   */
  public static PullOptions defaults() {
    return new PullOptions(PullPolicy.IF_MISSING, Platform.host(), PullListener.NONE);
  }

  /** {@return these options with another policy} */
  public PullOptions withPolicy(PullPolicy value) {
    return new PullOptions(value, platform, listener);
  }

  /** {@return these options with another platform} */
  public PullOptions withPlatform(Platform value) {
    return new PullOptions(policy, value, listener);
  }

  /** {@return these options with another listener} */
  public PullOptions withListener(PullListener value) {
    return new PullOptions(policy, platform, value);
  }
}
