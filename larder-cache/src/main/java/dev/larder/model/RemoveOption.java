// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/** How {@code ImageCache.remove} behaves. */
public enum RemoveOption {
  /** Remove even if a sandbox uses the image, which then has lost it. */
  FORCE
}
