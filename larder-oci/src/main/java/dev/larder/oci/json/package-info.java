// SPDX-License-Identifier: Apache-2.0
/** Small JSON that nobody vouches for. Knows nothing of what it is about. */
@NullMarked
package dev.larder.oci.json;

import org.jspecify.annotations.NullMarked;
