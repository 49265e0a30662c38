// SPDX-License-Identifier: Apache-2.0
/**
 * Where images come from, whether a registry or an archive: the one interface that the pull
 * pipeline reads through.
 */
@NullMarked
package dev.larder.oci.source;

import org.jspecify.annotations.NullMarked;
