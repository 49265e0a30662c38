// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.time.Duration;
import java.util.Map;

/** Who may read, and how they show it. */
public sealed interface Access {
  /** Everybody. */
  record Open() implements Access {}

  /**
   * Whoever sends this name and password.
   *
   * @param username the name
   * @param password the password
   */
  record Basic(String username, String password) implements Access {}

  /**
   * Whoever sends a token that the registry's token server issued for the repository. Tokens are
   * given to everybody.
   *
   * @param validity how long a token is taken, and said to be
   */
  record AnonymousBearer(Duration validity) implements Access {}

  /**
   * Whoever sends a token that the registry's token server issued for the repository. Tokens are
   * given for this name and password.
   *
   * @param username the name, {@code <token>} for whoever sends the password as refresh token
   * @param password the password
   * @param validity how long a token is taken, and said to be
   */
  record Bearer(String username, String password, Duration validity) implements Access {}

  /**
   * Whoever each repository lets in; everybody elsewhere.
   *
   * @param repositories the access by the repository's name
   */
  record PerRepository(Map<String, Access> repositories) implements Access {
    /** Copies what it is given. */
    public PerRepository {
      repositories = Map.copyOf(repositories);
    }
  }
}
