// SPDX-License-Identifier: Apache-2.0
/** What can go wrong, as one sealed family; each type carries what a caller acts on. */
@NullMarked
package dev.larder.error;

import org.jspecify.annotations.NullMarked;
