// SPDX-License-Identifier: Apache-2.0
/**
 * The values of the public interface: handles, details, reports, options, progress events. Nothing
 * here points back at the facade.
 */
@NullMarked
package dev.larder.model;

import org.jspecify.annotations.NullMarked;
