// SPDX-License-Identifier: Apache-2.0
/**
 * Leases: what running work uses or is about to reuse, so that no prune takes it. A row in the
 * catalog says what, a lock that dies with its process says for how long.
 */
@NullMarked
package dev.larder.lease;

import org.jspecify.annotations.NullMarked;
