// SPDX-License-Identifier: Apache-2.0
/**
 * Which proxy stands before a URL, by what the user's environment and JVM say. Called by the
 * registry client and by whoever opens one. Knows neither registries nor HTTP.
 */
@NullMarked
package dev.larder.oci.proxy;

import org.jspecify.annotations.NullMarked;
