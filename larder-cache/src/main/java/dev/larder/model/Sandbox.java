// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.Digest;
import java.time.Instant;

/**
 * What holds an image: a name that pins one manifest until it is removed.
 *
 * @param name the sandbox's name
 * @param reference the normalised reference that it was created from
 * @param manifestDigest the manifest that it pins; a tag that moves later does not move it
 * @param createdAt when it was created
 * @param imagePresent whether the image is there; false after a forced remove
 */
public record Sandbox(
    String name,
    String reference,
    Digest manifestDigest,
    Instant createdAt,
    boolean imagePresent) {}
