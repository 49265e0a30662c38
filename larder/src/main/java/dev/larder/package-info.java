// SPDX-License-Identifier: Apache-2.0
/** The way in: {@link dev.larder.ImageCache}, and {@link dev.larder.Image} for short programs. */
@NullMarked
package dev.larder;

import org.jspecify.annotations.NullMarked;
