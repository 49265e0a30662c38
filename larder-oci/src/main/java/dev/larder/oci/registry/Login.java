// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A name and a password for one registry. Its text form does not show the password.
 *
 * @param username the name; {@code <token>} says, as Docker has it, that the password is an
 *     identity token: a refresh token, which token servers take and registries do not
 * @param password the password, or an access token that the registry takes as one
 */
public record Login(String username, String password) {
  private static final String IDENTITY_TOKEN = "<token>";

  /** Checks that the name can be sent. */
  public Login {
    if (username.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user name has no colon (RFC 7617)");
    }
  }

  /** {@return a login with an identity token} */
  public static Login ofIdentityToken(String token) {
    return new Login(IDENTITY_TOKEN, token);
  }

  /** {@return whether the password is an identity token} */
  public boolean isIdentityToken() {
    return username.equals(IDENTITY_TOKEN);
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
