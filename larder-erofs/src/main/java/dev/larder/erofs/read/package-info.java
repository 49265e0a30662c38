// SPDX-License-Identifier: Apache-2.0
/**
 * Reads EROFS images: ours, and uncompressed ones that others made. Refuses damage with offset and
 * structure.
 */
@NullMarked
package dev.larder.erofs.read;

import org.jspecify.annotations.NullMarked;
