// SPDX-License-Identifier: Apache-2.0
/**
 * The documents of an image: manifest, index, config, platform, as the image-spec and Docker's
 * schema 2 define them. Bytes are kept as received.
 */
@NullMarked
package dev.larder.oci.image;

import org.jspecify.annotations.NullMarked;
