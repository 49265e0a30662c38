// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.model.ImageDetail;
import dev.larder.model.ImageHandle;
import dev.larder.model.ImageRemoveReport;
import dev.larder.model.RemoveOption;

/** The way back from a handle. Equal for handles of one cache. */
record HandleOwner(ImageCache cache) implements ImageHandle.Owner {
  @Override
  public ImageDetail inspect(String reference) {
    return cache.inspect(reference);
  }

  @Override
  public ImageRemoveReport remove(String reference, RemoveOption... options) {
    return cache.remove(reference, options);
  }
}
