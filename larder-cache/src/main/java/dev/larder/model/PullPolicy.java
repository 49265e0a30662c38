// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/** When {@code ImageCache.pull} goes to the registry. */
public enum PullPolicy {
  /** Only if the cache does not have the image: the default. */
  IF_MISSING,
  /** Always ask what the name means now; layers that are there are not fetched again. */
  ALWAYS,
  /** Never: the image is in the cache, or it is not found. */
  NEVER
}
