// SPDX-License-Identifier: Apache-2.0
/**
 * The files in an image, read from its EROFS files: paths resolved inside the image, listings,
 * copies out of it, comparisons. Called by the facade; knows no catalog and no registry.
 */
@NullMarked
package dev.larder.browse;

import org.jspecify.annotations.NullMarked;
