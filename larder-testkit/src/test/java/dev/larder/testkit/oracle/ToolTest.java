// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

final class ToolTest {

  private static final Tool SHELL = Tool.require("sh");

  @Test
  void run_inputAndOutput_kept() throws Exception {
    byte[] input = "in\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    ToolResult result = SHELL.run(input, List.of("-c", "cat; echo err >&2"));

    assertThat(result.output()).isEqualTo(input);
    assertThat(result.errorText()).isEqualTo("err\n");
  }

  @Test
  void run_badStatus_thrownWithWhatWasSaid() {
    assertThatThrownBy(() -> SHELL.run("-c", "echo why >&2; exit 3"))
        .isInstanceOfSatisfying(
            ToolFailedException.class, e -> assertThat(e.result().status()).isEqualTo(3))
        .hasMessageContaining("sh -c")
        .hasMessageContaining("why");
  }

  @Test
  void run_tooSlow_killedWithItsChildren() {
    Tool slow = SHELL.withTimeout(Duration.ofMillis(200));

    assertThatThrownBy(() -> slow.run("-c", "sleep 60; echo"))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("killed after");
  }

  @Test
  void run_inDirectoryWithVariable_seesBoth(@TempDir Path directory) throws Exception {
    ToolResult result =
        SHELL.in(directory).withEnvironment("FOO", "bar").run("-c", "pwd; echo $FOO $LC_ALL $TZ");

    assertThat(result.text()).isEqualTo(directory.toRealPath() + "\nbar C UTC\n");
  }

  @Test
  void run_interrupted_endsAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> SHELL.run("-c", "sleep 60")).isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void require_missingProgram_failsInCiAndAbortsElsewhere() {
    boolean ci = System.getenv("CI") != null;
    assertThatThrownBy(() -> Tool.require("no-such-program-here"))
        .isInstanceOf(ci ? IllegalStateException.class : TestAbortedException.class)
        .hasMessageContaining("no-such-program-here");
  }
}
