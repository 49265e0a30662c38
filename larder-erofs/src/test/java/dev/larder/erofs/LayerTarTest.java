// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCases;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.oracle.GnuTar;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers as tars again: larder makes the same files of them, and GNU tar the same trees. */
final class LayerTarTest {
  private static final int STACKS = Integer.getInteger("larder.stacks", 200);
  private static final long FIRST_SEED = Long.getLong("larder.stackSeed", 20_261_101);

  /** What GNU tar makes of a tar that is right. */
  private static final Map<String, String> TAR_DIFFERS =
      Map.of(
          "wh-bottom", "it knows no whiteouts",
          "dir-to-symlink-to-dir", "it knows no opaque directories",
          "path-4093", "the path to the directory makes it longer than PATH_MAX",
          "xattr-acl", "it reads access control lists as text only",
          "xattr-longest", "the host's file system may not hold such an attribute");

  @TempDir private Path temporary;
  private int files;

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.larder.testkit.cases.LayerCases#given")
  void writeTo_layersOfACase_convertToTheSameFiles(LayerCase layers) throws Exception {
    boolean same = true;
    for (TarBuilder tar : layers.layers()) {
      same &= isRestored(convert(tar));
    }
    assertThat(same).isEqualTo(!LayerCases.leavingUnseenBytes().contains(layers.name()));
  }

  @Test
  void writeTo_layersOfRandomStacks_convertToTheSameFiles() throws Exception {
    System.out.println(STACKS + " stacks from seed " + FIRST_SEED);
    int layers = 0;
    int same = 0;
    for (int i = 0; i < STACKS; i++) {
      var stack = RandomStack.of(FIRST_SEED + i);
      for (TarBuilder tar : stack.tars("")) {
        Path layer;
        try {
          layer = convert(tar);
        } catch (LayerFormatException refused) {
          continue;
        }
        layers++;
        same += isRestored(layer) ? 1 : 0;
      }
    }
    assertThat(same).as("of %d layers", layers).isBetween(layers / 2, layers);
  }

  static List<LayerCase> judgedByTar() {
    return LayerCases.given().stream()
        .filter(layers -> layers.layers().size() == 1 && !TAR_DIFFERS.containsKey(layers.name()))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("judgedByTar")
  void writeTo_caseOfOneLayer_gnuTarGivesTheTree(LayerCase layers) throws Exception {
    Requirement.root();
    Path tar = tarOf(convert(layers.layers().getFirst()));
    Path tree = Files.createDirectory(temporary.resolve("tree"));

    GnuTar.extract(tar, tree);

    assertThat(TreeListing.unpacked(TreeListing.of(tree).entries()))
        .containsExactlyElementsOf(TreeListing.unpacked(layers.entries()));
  }

  @Test
  void writeTo_again_sameBytes() throws Exception {
    Path layer = convert(new TarBuilder().directory("d").file("d/f", "text").file("a", "more"));
    var one = new ByteArrayOutputStream();
    var two = new ByteArrayOutputStream();
    try (var tar = LayerTar.open(layer)) {
      tar.writeTo(one);
      tar.writeTo(two);
    }
    assertThat(one.toByteArray()).isEqualTo(two.toByteArray());
  }

  /** Only a symlink of the layer itself can lead to such a name. */
  @Test
  void writeTo_nameThatIsAWhiteout_isRefused() throws Exception {
    Path layer =
        convert(
            new TarBuilder()
                .add(TarEntry.symlink("link", ".wh.hidden"))
                .add(TarEntry.file("link/file", "text")));

    assertThatThrownBy(() -> tarOf(layer))
        .isInstanceOf(UnsupportedErofsException.class)
        .hasMessageContaining(".wh.hidden");
  }

  @Test
  void writeTo_fileCutShort_isDamaged() throws Exception {
    Path layer = convert(new TarBuilder().file("f", "text".repeat(10_000)));
    try (var tar = LayerTar.open(layer);
        var file = FileChannel.open(layer, StandardOpenOption.WRITE)) {
      file.truncate(8192);

      assertThatThrownBy(() -> tar.writeTo(OutputStream.nullOutputStream()))
          .isInstanceOf(CorruptErofsException.class);
    }
    assertThatThrownBy(() -> LayerTar.open(layer)).isInstanceOf(CorruptErofsException.class);
  }

  @Test
  void writeTo_interruptedThread_ends() throws Exception {
    Path layer = convert(new TarBuilder().file("f", "text"));
    try (var tar = LayerTar.open(layer)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> tar.writeTo(OutputStream.nullOutputStream()))
          .isInstanceOf(ClosedByInterruptException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /**
   * {@return whether the layer's tar makes the same file} If it does not, it makes one that shows
   * the same, and whose own tar does.
   */
  private boolean isRestored(Path layer) throws IOException {
    Path again = convert(tarOf(layer));
    assertThat(dump(again)).isEqualTo(dump(layer));
    if (Files.mismatch(again, layer) < 0) {
      return true;
    }
    assertThat(Files.size(again)).isLessThan(Files.size(layer));
    assertThat(convert(tarOf(again))).hasSameBinaryContentAs(again);
    return false;
  }

  private static String dump(Path layer) throws IOException {
    try (var image = ErofsImage.open(layer)) {
      return ErofsDump.dump(image, ErofsDump.Content.SHA256);
    }
  }

  private Path tarOf(Path layer) throws IOException {
    Path file = newFile();
    try (var tar = LayerTar.open(layer);
        var out = Files.newOutputStream(file)) {
      tar.writeTo(out);
    }
    return file;
  }

  private Path convert(TarBuilder tar) throws IOException {
    return convert(Files.write(newFile(), tar.toByteArray()));
  }

  private Path convert(Path tar) throws IOException {
    Path file = newFile();
    try (var in = new ByteArrayInputStream(Files.readAllBytes(tar));
        var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      LayerConverter.convert(in, out, LayerLimits.DEFAULT);
    }
    return file;
  }

  private Path newFile() {
    return temporary.resolve("file" + files++);
  }
}
