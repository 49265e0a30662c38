// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths that are as long as a layer may have them, which is longer than a program can name at once:
 * they are reached by two steps.
 */
final class LongPathTest {
  private static final String NAME = "d".repeat(254) + "/";
  private static final String FIRST = NAME.repeat(8);

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(ints = {4094, 4095, 4096})
  void convert_pathOfUpTo4096Bytes_kept(int bytes) throws Exception {
    String path = path(bytes);
    LayerStack stack =
        LayerStack.of(temporary, List.of(new TarBuilder().file(path, "content at the end")));
    Path fsmeta = stack.merge();
    FsckErofs.check(fsmeta, stack.layers());
    try (var mount = KernelMount.of(stack.disk(fsmeta))) {
      Tool inTwoSteps = Tool.require("env").in(mount.root());
      assertThat(inTwoSteps.run("-C", FIRST, "cat", path.substring(FIRST.length())).text())
          .isEqualTo("content at the end");
    }
    try (var image = ErofsImage.open(fsmeta, stack.layers());
        var in = image.open(image.find(path).orElseThrow())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("content at the end");
    }
  }

  @Test
  void convert_pathOf4097Bytes_refused() {
    var tar = new TarBuilder().file("first", "").file(path(4097), "");
    assertThatThrownBy(() -> LayerStack.of(temporary, List.of(tar)))
        .isInstanceOfSatisfying(
            LayerFormatException.class, e -> assertThat(e.offset()).isGreaterThanOrEqualTo(512))
        .hasMessageContaining("pathBytes");
  }

  private static String path(int bytes) {
    String directories = NAME.repeat(15) + "e".repeat(100) + "/";
    return directories + "f".repeat(bytes - directories.length());
  }
}
