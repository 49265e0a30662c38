// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

/** What an endpoint may be asked for. */
public enum Capability {
  /** Content by its digest. */
  PULL,
  /** What a tag means. */
  RESOLVE
}
