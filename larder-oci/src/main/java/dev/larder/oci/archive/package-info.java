// SPDX-License-Identifier: Apache-2.0
/** Images in files: OCI layouts, as directories or tars, and the archives of docker save. */
@NullMarked
package dev.larder.oci.archive;

import org.jspecify.annotations.NullMarked;
