// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.Catalog;
import dev.larder.lease.Leases;
import dev.larder.model.PullLimits;
import dev.larder.prune.Remover;
import dev.larder.store.Store;
import java.time.InstantSource;

/**
 * What all pulls of a cache share.
 *
 * @param catalog what exists
 * @param store the files
 * @param leases what protects a pull's layers
 * @param remover takes away what a failed pull made
 * @param slots how many layers are made at once
 * @param limits what an image may ask for
 * @param clock what time it is
 */
public record PullContext(
    Catalog catalog,
    Store store,
    Leases leases,
    Remover remover,
    LayerSlots slots,
    PullLimits limits,
    InstantSource clock) {}
