// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a tree as an EROFS image: one traversal, run once to measure and once to write. Serves
 * layers and fsmeta alike.
 */
@NullMarked
package dev.larder.erofs.write;

import org.jspecify.annotations.NullMarked;
