// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.error.OperationCancelledException;
import dev.larder.oci.login.LoginFile;
import dev.larder.oci.registry.Login;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins as a service keeps them, which may be interrupted. */
final class LoginsTest {
  @TempDir Path directory;

  @Test
  void logOut_interrupted_isCancelledAndForgetsNothing() throws Exception {
    var file = new LoginFile(directory.resolve("auth.json"), Map.of());
    file.store("quay.io", new Login("user", "password"));
    Thread.currentThread().interrupt();

    var failure = catchThrowable(() -> Logins.in(file).logOut("quay.io"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure)
        .isInstanceOf(OperationCancelledException.class)
        .hasMessageContaining("the logout");
    assertThat(file.holds("quay.io")).isTrue();
  }
}
