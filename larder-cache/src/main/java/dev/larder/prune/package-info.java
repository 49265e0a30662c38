// SPDX-License-Identifier: Apache-2.0
/**
 * What goes: the plan, which touches nothing, and the removal, which looks again. Knows the catalog
 * and the store; knows no registry.
 */
@NullMarked
package dev.larder.prune;

import org.jspecify.annotations.NullMarked;
