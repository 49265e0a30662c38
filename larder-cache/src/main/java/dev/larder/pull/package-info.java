// SPDX-License-Identifier: Apache-2.0
/**
 * A source becomes an image of the cache. Alone knows a source, a writer, the store and the catalog
 * at once; knows no API.
 */
@NullMarked
package dev.larder.pull;

import org.jspecify.annotations.NullMarked;
