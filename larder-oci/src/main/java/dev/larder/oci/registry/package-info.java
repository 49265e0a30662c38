// SPDX-License-Identifier: Apache-2.0
/**
 * The client of the distribution-spec: manifests and blobs over HTTP, and everything that stands
 * between a request and its bytes: protocols, credentials, tokens, redirects, retries, resumption.
 * Used by whoever pulls, through {@link dev.larder.oci.source.ImageSource}. Knows nothing of
 * caches, their paths, or what the bytes become.
 */
@NullMarked
package dev.larder.oci.registry;

import org.jspecify.annotations.NullMarked;
