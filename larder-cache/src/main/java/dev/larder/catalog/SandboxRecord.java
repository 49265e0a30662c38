// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import java.time.Instant;

/**
 * A sandbox, as its row says.
 *
 * @param name its name
 * @param reference what it was created from, normalised
 * @param manifestDigest the manifest that it pins
 * @param createdAt when it was created
 * @param imagePresent whether that manifest is in the catalog
 */
public record SandboxRecord(
    String name,
    String reference,
    String manifestDigest,
    Instant createdAt,
    boolean imagePresent) {}
