// SPDX-License-Identifier: Apache-2.0
/**
 * EROFS images of OCI layers: a layer's tar stream becomes an EROFS file in one pass, layers merge
 * into a metadata-only image, and any of them can be read. Called by the cache; knows no digest, no
 * registry and no cache path.
 */
@NullMarked
package dev.larder.erofs;

import org.jspecify.annotations.NullMarked;
