// SPDX-License-Identifier: Apache-2.0
/** A registry on the loopback address that serves images from memory and misbehaves on request. */
@NullMarked
package dev.larder.testkit.registry;

import org.jspecify.annotations.NullMarked;
