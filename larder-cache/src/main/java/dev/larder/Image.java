// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.model.ImageDetail;
import dev.larder.model.ImageHandle;
import dev.larder.model.ImagePruneReport;
import dev.larder.model.ImageRemoveReport;
import dev.larder.model.RemoveOption;
import java.util.List;

/**
 * The image calls over the default home ({@link CacheOptions#defaults()}), for short programs. Each
 * opens the cache and closes it; what makes many calls opens an {@link ImageCache} itself. A handle
 * from here reads well, and asks the default home again when it is told to inspect or remove.
 */
public final class Image {
  private Image() {}

  /**
   * {@return the image {@code reference}}
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public static ImageHandle get(String reference) {
    try (var cache = ImageCache.open()) {
      return detached(cache.get(reference));
    }
  }

  /** {@return every image under each of its names, the newest first} */
  public static List<ImageHandle> list() {
    try (var cache = ImageCache.open()) {
      return cache.list().stream().map(Image::detached).toList();
    }
  }

  /**
   * {@return everything known of the image {@code reference}}
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public static ImageDetail inspect(String reference) {
    try (var cache = ImageCache.open()) {
      var detail = cache.inspect(reference);
      return new ImageDetail(detached(detail.handle()), detail.config(), detail.layers());
    }
  }

  /**
   * Removes an image, or a name of it; see {@link ImageCache#remove}.
   *
   * @return what went
   * @throws ImageNotFoundException if the cache does not have it
   * @throws ImageInUseException if it is in use, unless forced
   */
  public static ImageRemoveReport remove(String reference, RemoveOption... options) {
    try (var cache = ImageCache.open()) {
      return cache.remove(reference, options);
    }
  }

  /** {@return what a prune of all that nobody uses removed} */
  public static ImagePruneReport prune() {
    try (var cache = ImageCache.open()) {
      return cache.prune();
    }
  }

  private static ImageHandle detached(ImageHandle handle) {
    return handle.withOwner(DefaultHome.INSTANCE);
  }

  /** Opens the cache anew for each call. */
  private enum DefaultHome implements ImageHandle.Owner {
    INSTANCE;

    @Override
    public ImageDetail inspect(String reference) {
      return Image.inspect(reference);
    }

    @Override
    public ImageRemoveReport remove(String reference, RemoveOption... options) {
      return Image.remove(reference, options);
    }
  }
}
