// SPDX-License-Identifier: Apache-2.0
/**
 * Identity in OCI terms: references, digests, diff ids. Used by everything that speaks of images;
 * knows no transport.
 */
@NullMarked
package dev.larder.oci;

import org.jspecify.annotations.NullMarked;
