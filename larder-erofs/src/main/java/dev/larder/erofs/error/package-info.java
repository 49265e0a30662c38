// SPDX-License-Identifier: Apache-2.0
/**
 * What can be wrong with what was read or is to be written, one type each, with the values that a
 * caller acts on. Thrown by every package of this module; knows none of them.
 */
@NullMarked
package dev.larder.erofs.error;

import org.jspecify.annotations.NullMarked;
