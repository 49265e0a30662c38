// SPDX-License-Identifier: Apache-2.0
/**
 * The on-disk structures of EROFS, one record each, as {@code erofs_fs.h} lays them out. Used by
 * the writer and the reader; knows neither.
 */
@NullMarked
package dev.larder.erofs.format;

import org.jspecify.annotations.NullMarked;
