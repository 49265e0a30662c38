// SPDX-License-Identifier: Apache-2.0
/**
 * Images of the cache as archives: what their documents and layers become, and the file that they
 * are written to. Called by the facade, which says what to save and keeps it from being removed;
 * knows no catalog, and nothing of the home but the layers' files that it is given.
 */
@NullMarked
package dev.larder.save;

import org.jspecify.annotations.NullMarked;
