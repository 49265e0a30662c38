// SPDX-License-Identifier: Apache-2.0
/**
 * The logins that Docker's and podman's commands leave on a machine, and those that larder leaves
 * there: files, and the programs that keep secrets for them. Used by whoever opens a cache; knows
 * nothing of how a registry is spoken to.
 */
@NullMarked
package dev.larder.oci.login;

import org.jspecify.annotations.NullMarked;
