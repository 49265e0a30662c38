// SPDX-License-Identifier: Apache-2.0
/** Builders of tars, layers and images for tests, byte by byte. */
@NullMarked
package dev.larder.testkit.image;

import org.jspecify.annotations.NullMarked;
