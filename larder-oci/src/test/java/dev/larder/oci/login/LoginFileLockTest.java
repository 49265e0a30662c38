// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wait for another thread's turn. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LoginFileLockTest {
  @TempDir Path directory;

  @Test
  void take_interruptedWhileAnotherThreadHasIt_ends() throws Exception {
    var file = directory.resolve("auth.json");
    var end = new CompletableFuture<Throwable>();
    try (var _ = LoginFileLock.take(file)) {
      var waiting =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try (var _ = LoginFileLock.take(file)) {
                      end.complete(new AssertionError("two have it"));
                    } catch (Throwable e) {
                      end.complete(e);
                    }
                  });
      waiting.interrupt();

      assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    }
  }
}
