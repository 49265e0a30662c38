// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

/** One entry of a random layer. Paths have no slash at either end; the root is empty. */
sealed interface LayerStep {
  String path();

  /** A directory, file, link or device comes to the path. */
  record Put(String path, RandomNode node) implements LayerStep {}

  /** The path becomes a further name of what is at the target. */
  record Link(String path, String target) implements LayerStep {}

  /** The path is hidden in the layers below. */
  record Hide(String path) implements LayerStep {}

  /** Nothing of the directory in the layers below shows through. */
  record Empty(String path) implements LayerStep {}
}
