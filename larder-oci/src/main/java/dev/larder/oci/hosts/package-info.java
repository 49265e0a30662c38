// SPDX-License-Identifier: Apache-2.0
/**
 * Where the content of a registry may be had, as users of containers/image and of containerd write
 * it down: {@code registries.conf} and {@code hosts.toml}. Used by whoever is about to ask a
 * registry; knows nothing of how one is spoken to.
 */
@NullMarked
package dev.larder.oci.hosts;

import org.jspecify.annotations.NullMarked;
