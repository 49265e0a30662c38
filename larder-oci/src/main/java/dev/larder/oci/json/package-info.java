// SPDX-License-Identifier: Apache-2.0
/**
 * Small JSON that nobody vouches for, and texts as JSON has them. Called for errors, tokens, files
 * of logins and the documents that are written; knows nothing of what it is about.
 */
@NullMarked
package dev.larder.oci.json;

import org.jspecify.annotations.NullMarked;
