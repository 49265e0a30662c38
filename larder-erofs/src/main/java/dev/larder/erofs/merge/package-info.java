// SPDX-License-Identifier: Apache-2.0
/**
 * Layers' trees laid one over the other: whiteouts, opaque and implied directories, links into
 * lower layers and paths through lower symlinks. Called for fsmeta; knows neither tar nor EROFS.
 */
@NullMarked
package dev.larder.erofs.merge;

import org.jspecify.annotations.NullMarked;
