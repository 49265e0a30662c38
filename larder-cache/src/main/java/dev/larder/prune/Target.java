// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.oci.Digest;
import java.time.Instant;

/**
 * What a plan wants removed, as it was when the plan was made.
 *
 * @param name the canonical reference, empty for an image that had no name
 * @param manifest the image
 * @param lastUsedAt its last use; if it was used later, it stays
 */
public record Target(String name, Digest manifest, Instant lastUsedAt) {}
