// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCase.Outcome;
import dev.larder.testkit.cases.LayerCases;
import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.TreeEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus, converted and merged here, judged by the kernel and fsck.erofs. */
final class LayerCaseTest {
  @TempDir private Path temporary;

  static List<LayerCase> cases() {
    return LayerCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void merge_layersOfACase_asTheCaseSays(LayerCase layers) throws Exception {
    switch (layers.outcome()) {
      case Outcome.Gives(var tree) -> requireShown(tree.entries(), layers);
      case Outcome.Refused(String saying) ->
          assertThatThrownBy(() -> LayerStack.of(temporary, layers.layers()).merge())
              .isInstanceOfAny(LayerFormatException.class, LayerConflictException.class)
              .hasMessageContaining(saying);
    }
  }

  private void requireShown(List<TreeEntry> expected, LayerCase layers) throws Exception {
    LayerStack stack = LayerStack.of(temporary, layers.layers());
    Path fsmeta = stack.merge();
    for (Path layer : stack.layers()) {
      FsckErofs.check(layer);
    }
    FsckErofs.check(fsmeta, stack.layers());
    Judges.requireKernelAndReader(expected, stack.disk(fsmeta));
    Path[] devices = stack.layers().toArray(Path[]::new);
    assertThat(Judges.kernel(fsmeta, devices)).containsExactlyElementsOf(expected);
    try (var image = ErofsImage.open(fsmeta, stack.layers())) {
      assertThat(Listings.of(image)).containsExactlyElementsOf(expected);
    }
  }
}
