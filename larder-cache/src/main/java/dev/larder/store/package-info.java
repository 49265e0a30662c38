// SPDX-License-Identifier: Apache-2.0
/**
 * The files of a cache, and the locks that guard them. Alone creates, renames and deletes under the
 * home; knows nothing of the catalog or of what the files hold.
 */
@NullMarked
package dev.larder.store;

import org.jspecify.annotations.NullMarked;
