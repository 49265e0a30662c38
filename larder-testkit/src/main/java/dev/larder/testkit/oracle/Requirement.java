// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a test needs of its machine. Where the environment variable {@code CI} is set an unmet need
 * is a failure ({@link IllegalStateException}). Elsewhere it is told on standard error, and the
 * test is aborted, which JUnit counts as skipped: the exception is JUnit's own {@code
 * TestAbortedException} where that class is at hand, found by reflection so that the testkit needs
 * no test framework, and {@link UnmetRequirementException} otherwise.
 */
public final class Requirement {

  private Requirement() {}

  /** Needs the process to be root's. */
  public static void root() {
    if (!isRoot()) {
      throw unmet("this test must run as root");
    }
  }

  /** {@return whether the process is root's} */
  public static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /**
   * Needs something that only the caller can check.
   *
   * @param met whether it is there
   * @param what one sentence that says what is missing
   */
  public static void that(boolean met, String what) {
    if (!met) {
      throw unmet(what);
    }
  }

  static Path program(String name) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      Path program = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isExecutable(program)) {
        return program;
      }
    }
    throw unmet("the program " + name + " is not installed");
  }

  static RuntimeException unmet(String what) {
    if (System.getenv("CI") != null) {
      return new IllegalStateException("required in CI: " + what);
    }
    System.err.println("TEST SKIPPED: " + what);
    try {
      var type = Class.forName("org.opentest4j.TestAbortedException");
      return (RuntimeException) type.getConstructor(String.class).newInstance(what);
    } catch (ReflectiveOperationException ignored) { // no JUnit here: the caller gets our own type
      return new UnmetRequirementException(what);
    }
  }
}
