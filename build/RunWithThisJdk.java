// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;

/**
 * Runs a command with {@code JAVA_HOME} set to the JDK that runs this file. Maven itself may run on
 * an older Java, whose compiler cannot parse this project's sources; the formatter works inside
 * Maven's own JVM, so it is started anew on the JDK that the toolchain found.
 */
final class RunWithThisJdk {
  private RunWithThisJdk() {}

  static void main(String[] command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    System.exit(builder.start().waitFor());
  }
}
