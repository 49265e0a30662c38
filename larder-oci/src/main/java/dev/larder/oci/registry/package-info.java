// SPDX-License-Identifier: Apache-2.0
/**
 * The client of the distribution-spec: manifests, blobs, authentication. Never sees a cache path.
 */
@NullMarked
package dev.larder.oci.registry;

import org.jspecify.annotations.NullMarked;
