// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A name and a password for one registry. Its text form does not show the password.
 *
 * @param username the name
 * @param password the password, or an access token that the registry takes as one
 */
public record Login(String username, String password) {
  /** Checks that the name can be sent. */
  public Login {
    if (username.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user name has no colon (RFC 7617)");
    }
  }

  /** {@return the value of an {@code Authorization} field} */
  String basic() {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** {@return the name alone} */
  @Override
  public String toString() {
    return "Login[username=" + username + "]";
  }
}
