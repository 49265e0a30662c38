// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.image.Platform;
import java.util.List;

/**
 * How an archive is loaded.
 *
 * @param platform the platform to take of an index, and that a single image must have
 * @param tags further names for the first image of the archive
 * @param listener is told of progress
 */
public record LoadOptions(Platform platform, List<String> tags, PullListener listener) {
  /** Copies the list. */
  public LoadOptions {
    tags = List.copyOf(tags);
  }

  /** {@return for this machine's platform, with no further names, without a listener} */
  public static LoadOptions defaults() {
    return new LoadOptions(Platform.host(), List.of(), PullListener.NONE);
  }

  /** {@return these options with another platform} */
  public LoadOptions withPlatform(Platform value) {
    return new LoadOptions(value, tags, listener);
  }

  /** {@return these options with other names for the first image} */
  public LoadOptions withTags(List<String> value) {
    return new LoadOptions(platform, value, listener);
  }

  /** {@return these options with another listener} */
  public LoadOptions withListener(PullListener value) {
    return new LoadOptions(platform, tags, value);
  }
}
