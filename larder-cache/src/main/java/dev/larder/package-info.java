// SPDX-License-Identifier: Apache-2.0
/** The way in: {@code ImageCache}, and {@code Image} for short programs. */
@NullMarked
package dev.larder;

import org.jspecify.annotations.NullMarked;
