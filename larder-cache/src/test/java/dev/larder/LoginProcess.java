// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.oci.login.LoginFile;
import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Keeps many logins, one after the other, while others do the same. */
final class LoginProcess {
  private LoginProcess() {}

  /** Arguments: the file, a word that the places begin with, how many. */
  public static void main(String[] arguments) throws IOException {
    var file = new LoginFile(Path.of(arguments[0]), Map.of());
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      file.store(place(arguments[1], i), new Login("user", "password"));
    }
  }

  static String place(String word, int number) {
    return "quay.io/" + word + number;
  }
}
