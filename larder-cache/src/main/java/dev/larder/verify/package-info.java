// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what exists is what was made: files beside their rows, at three depths. Only looks: knows
 * no source and changes nothing.
 */
@NullMarked
package dev.larder.verify;

import org.jspecify.annotations.NullMarked;
