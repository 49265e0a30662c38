// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.login.LoginFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes keep logins in one file, and none of them is lost. */
final class LoginProcessesTest {
  private static final List<String> WORDS = List.of("one", "two", "three");
  private static final int LOGINS = 200;

  @TempDir Path directory;

  @Test
  void store_processesAtOnce_loseNoLogin() throws Exception {
    var file = new LoginFile(directory.resolve("auth.json"), Map.of());
    var processes = new ArrayList<ChildJvm>();
    try {
      for (String word : WORDS) {
        processes.add(
            ChildJvm.start(
                LoginProcess.class, file.file().toString(), word, String.valueOf(LOGINS)));
      }
      for (ChildJvm process : processes) {
        assertThat(process.await()).isEqualTo(new ChildJvm.Ended(0, ""));
      }
    } finally {
      processes.forEach(ChildJvm::close);
    }
    for (String word : WORDS) {
      for (int i = 0; i < LOGINS; i++) {
        assertThat(file.holds(LoginProcess.place(word, i))).as(word + i).isTrue();
      }
    }
  }
}
