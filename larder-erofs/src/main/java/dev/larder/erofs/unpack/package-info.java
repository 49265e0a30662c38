// SPDX-License-Identifier: Apache-2.0
/**
 * A layer's entries as a tree: names normalised, later entries over earlier ones, hard links tied,
 * whiteouts kept for the merge. Called by the layer converter; knows no EROFS and no other layer.
 */
@NullMarked
package dev.larder.erofs.unpack;

import org.jspecify.annotations.NullMarked;
