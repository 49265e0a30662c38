// SPDX-License-Identifier: Apache-2.0
/**
 * A file tree in memory: what a layer says, and what layers give when they are merged. Shared by
 * tar, writer and reader sides; touches no file.
 */
@NullMarked
package dev.larder.erofs.tree;

import org.jspecify.annotations.NullMarked;
