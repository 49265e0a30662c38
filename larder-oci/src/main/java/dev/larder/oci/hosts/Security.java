// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

/** How an endpoint is spoken to. */
public enum Security {
  /** As a registry that nothing is said of: TLS, and at the loopback address clear text first. */
  USUAL,
  /** TLS, at the loopback address too. */
  TLS,
  /** TLS with a certificate that may be anybody's, or clear text where there is no TLS. */
  INSECURE,
  /** TLS with a certificate that may be anybody's. */
  UNVERIFIED,
  /** Clear text. */
  CLEAR_TEXT;

  /** {@return what {@code insecure = true}, or nothing of that kind, says} */
  static Security of(boolean insecure) {
    return insecure ? INSECURE : USUAL;
  }
}
