// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/** Whether a layer that the registry does not hold is fetched from the URLs in its descriptor. */
public enum ForeignLayers {
  /** It is not: a manifest does not decide which hosts this machine talks to. */
  REFUSED,
  /** It is, without credentials; what comes is verified as any layer is. */
  ALLOWED
}
