// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.testkit.cases.Expected;
import dev.larder.testkit.cases.ExpectedTree;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.oracle.FsckErofs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks of layers drawn from seeds, as the kernel shows them and as the model says. Many stacks
 * share an image, each in a directory of its own, since a mount takes longer than a merge; some
 * have one of their own, since the root is special.
 *
 * <p>{@code -Dlarder.stacks=10000} draws so many, {@code -Dlarder.stackSeed=N} begins at another
 * seed.
 */
final class RandomStackTest {
  private static final int STACKS = Integer.getInteger("larder.stacks", 200);
  private static final long FIRST_SEED = Long.getLong("larder.stackSeed", 20_260_101);
  private static final int SHARING = 25;

  @TempDir private Path temporary;
  private int directories;

  @Test
  void merge_stacksSharingImages_asTheModelSays() throws Exception {
    System.out.println(STACKS + " stacks from seed " + FIRST_SEED);
    var sharing = new ArrayList<RandomStack>();
    int refused = 0;
    for (int i = 0; i < STACKS; i++) {
      var stack = RandomStack.of(FIRST_SEED + i);
      if (isRefused(stack)) {
        requireRefused(stack);
        refused++;
      } else {
        sharing.add(stack);
      }
      if (sharing.size() == SHARING || i == STACKS - 1) {
        judgeTogether(sharing);
        sharing.clear();
      }
    }
    assertThat(refused).isBetween(1, STACKS / 2);
  }

  @Test
  void merge_stacksOfTheirOwnImages_asTheModelSays() throws Exception {
    for (int i = 0; i < STACKS / 10; i++) {
      var stack = RandomStack.of(FIRST_SEED - 1 - i);
      if (!isRefused(stack) && !isRight(stack)) {
        failShrunk(stack);
      }
    }
  }

  private void judgeTogether(List<RandomStack> stacks) throws Exception {
    try {
      judge(stacks, true);
    } catch (AssertionError | IOException together) {
      for (RandomStack stack : stacks) {
        if (!isRight(stack)) {
          failShrunk(stack);
        }
      }
      fail("only together: " + stacks.stream().map(RandomStack::seed).toList(), together);
    }
  }

  private void failShrunk(RandomStack stack) {
    RandomStack least = shrunk(stack);
    try {
      judge(List.of(least), false);
    } catch (Exception | AssertionError e) {
      fail("of " + stack + "\nthis is left: " + least, e);
    }
    fail("it fails at some times only: " + least);
  }

  /** {@return the stack without all layers and steps that the failure does not need} */
  private RandomStack shrunk(RandomStack stack) {
    RandomStack least = stack;
    for (boolean smaller = true; smaller; ) {
      smaller = false;
      for (int layer = least.layers().size() - 1; layer >= 0; layer--) {
        RandomStack without = least.withoutLayer(layer);
        if (fails(without)) {
          least = without;
          smaller = true;
          continue;
        }
        for (int step = least.layers().get(layer).size() - 1; step >= 0; step--) {
          without = least.withoutStep(layer, step);
          if (fails(without)) {
            least = without;
            smaller = true;
          }
        }
      }
    }
    return least;
  }

  private boolean fails(RandomStack stack) {
    try {
      return !isRefused(stack) && !isRight(stack);
    } catch (StackModel.Unmodelled beyond) {
      return false;
    }
  }

  private boolean isRight(RandomStack stack) {
    try {
      judge(List.of(stack), false);
      return true;
    } catch (Exception | AssertionError e) {
      return false;
    }
  }

  private void requireRefused(RandomStack stack) throws IOException {
    try {
      LayerStack.of(newDirectory(), stack.tars("")).merge();
    } catch (LayerFormatException | LayerConflictException expected) {
      return;
    }
    fail("not refused: " + stack);
  }

  private static boolean isRefused(RandomStack stack) {
    try {
      StackModel.merge(stack.layers());
      return false;
    } catch (StackModel.Refused refused) {
      return true;
    }
  }

  private void judge(List<RandomStack> stacks, boolean apart) throws Exception {
    var names = new ArrayList<Expected>();
    var tars = new ArrayList<ByteArrayOutputStream>();
    for (int i = 0; i < stacks.size(); i++) {
      RandomStack stack = stacks.get(i);
      String prefix = apart ? "s" + i + "/" : "";
      for (Expected name : StackModel.merge(stack.layers())) {
        boolean root = name.path().isEmpty();
        String path = root && apart ? "s" + i : prefix + name.path();
        names.add(new Expected(path, name.inode()));
      }
      List<TarBuilder> layers = stack.tars(prefix);
      for (int layer = 0; layer < layers.size(); layer++) {
        if (layer == tars.size()) {
          tars.add(new ByteArrayOutputStream());
        }
        layers.get(layer).withoutEnd().writeTo(tars.get(layer));
      }
    }
    judge(names, tars);
  }

  private void judge(List<Expected> names, List<ByteArrayOutputStream> tars) throws IOException {
    Path directory = newDirectory();
    var merged = new LayerStack(directory);
    for (ByteArrayOutputStream tar : tars) {
      merged.add(new ByteArrayInputStream(tar.toByteArray()));
    }
    Path fsmeta = merged.merge();
    for (Path layer : merged.layers()) {
      FsckErofs.check(layer);
    }
    FsckErofs.check(fsmeta, merged.layers());
    Judges.requireKernelAndReader(ExpectedTree.of(names).entries(), merged.disk(fsmeta));
  }

  private Path newDirectory() throws IOException {
    return Files.createDirectory(temporary.resolve("stack" + directories++));
  }
}
