// SPDX-License-Identifier: Apache-2.0
/**
 * Tar streams as entries: every dialect, names as bytes, sparse files, extended attributes. Called
 * by the layer converter; knows nothing of EROFS.
 */
@NullMarked
package dev.larder.erofs.tar;

import org.jspecify.annotations.NullMarked;
