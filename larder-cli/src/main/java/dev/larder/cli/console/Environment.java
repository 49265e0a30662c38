// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

import java.time.InstantSource;
import java.util.Map;

/**
 * What else a run depends on.
 *
 * @param variables the environment variables
 * @param userHome the user's home directory
 * @param clock what time it is
 */
public record Environment(Map<String, String> variables, String userHome, InstantSource clock) {
  /** Copies the variables. */
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** {@return that of this process} */
  public static Environment ofProcess() {
    return new Environment(
        System.getenv(), System.getProperty("user.home", ""), InstantSource.system());
  }
}
