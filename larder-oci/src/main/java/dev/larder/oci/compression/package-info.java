// SPDX-License-Identifier: Apache-2.0
/** Layer compression, recognised by the stream's first bytes: plain, gzip, zstd. */
@NullMarked
package dev.larder.oci.compression;

import org.jspecify.annotations.NullMarked;
