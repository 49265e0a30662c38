// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

/** What goes past a proxy. */
@FunctionalInterface
interface Exceptions {
  /** {@return whether {@code host}, in lower case and IPv6 without brackets, goes past it} */
  boolean has(String host, int port);
}
