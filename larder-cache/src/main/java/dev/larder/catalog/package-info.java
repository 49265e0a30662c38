// SPDX-License-Identifier: Apache-2.0
/**
 * What exists: names, images, layers, sandboxes, leases, in a SQLite database. Alone speaks SQL;
 * knows no file but its own.
 */
@NullMarked
package dev.larder.catalog;

import org.jspecify.annotations.NullMarked;
