// SPDX-License-Identifier: Apache-2.0
/**
 * Values around the conversion of a layer: its limits, what came of it, and what can be wrong with
 * it. Used by every stage of the conversion and by its callers; knows none of them.
 */
@NullMarked
package dev.larder.erofs.layer;

import org.jspecify.annotations.NullMarked;
