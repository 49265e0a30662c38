// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.oracle.GnuTar;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.TreeListing;
import dev.larder.testkit.oracle.Umoci;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus says what umoci and GNU tar say too, but for what they are known to do otherwise. */
final class LayerCasesTest {
  /** Where GNU tar gives another tree than the rules want, and why. */
  private static final Map<String, String> TAR_DIFFERS =
      Map.ofEntries(
          Map.entry("wh-bottom", "it knows no whiteouts"),
          Map.entry("aufs-leftovers", "it knows no whiteouts"),
          Map.entry("hl-forward", "it cannot link to what is not there yet"),
          Map.entry("hl-chain-forward", "it cannot link to what is not there yet"),
          Map.entry("hl-through-later-link", "it cannot link to what is not there yet"),
          Map.entry("xattr-longest", "the host's file system may not hold such an attribute"),
          Map.entry("path-4093", "the path to the directory makes it longer than PATH_MAX"),
          Map.entry("up-inside", "it refuses .. everywhere"),
          Map.entry("root-no-directory", "it cannot replace the directory that it works in"),
          Map.entry("dir-to-file", "it keeps a directory that has children"),
          Map.entry("dir-to-symlink", "it keeps a directory that has children"),
          Map.entry("dir-to-symlink-to-dir", "it keeps a directory that has children"),
          Map.entry("xattr-acl", "it reads access control lists as text only"),
          Map.entry("xattr-libarchive", "it knows SCHILY.xattr only"),
          Map.entry("end-without-padding", "it wants its last block whole"));

  @TempDir private Path temporary;

  @BeforeEach
  void requireRoot() {
    Requirement.root();
  }

  @Test
  void all_names_areUnique() {
    assertThat(LayerCases.all()).extracting(LayerCase::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.larder.testkit.cases.LayerCases#judgedByUmoci")
  void umoci_caseThatItIsAJudgeOf_givesTheSameTree(LayerCase layers) throws Exception {
    Path layout = temporary.resolve("layout");
    new ImageArchive().add("case", layers.image()).writeOciLayout(layout);
    Path rootfs = Umoci.unpack(layout, "case", temporary.resolve("bundle"));
    assertThat(TreeListing.unpacked(TreeListing.of(rootfs).entries()))
        .containsExactlyElementsOf(TreeListing.unpacked(layers.entries()));
  }

  static List<LayerCase> judgedByTar() {
    return LayerCases.given().stream()
        .filter(layers -> layers.layers().size() == 1 && !TAR_DIFFERS.containsKey(layers.name()))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("judgedByTar")
  void tar_caseOfOneLayer_givesTheSameTree(LayerCase layers) throws Exception {
    Path tar = temporary.resolve("tar");
    TarBuilder only = layers.layers().getFirst();
    Files.write(tar, only.toByteArray());
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    GnuTar.extract(tar, tree);
    assertThat(TreeListing.unpacked(TreeListing.of(tree).entries()))
        .containsExactlyElementsOf(TreeListing.unpacked(layers.entries()));
  }

  @Test
  void exceptions_names_areThoseOfCases() {
    List<String> names = LayerCases.given().stream().map(LayerCase::name).toList();
    assertThat(names)
        .containsAll(TAR_DIFFERS.keySet())
        .containsAll(LayerCases.leavingUnseenBytes());
  }
}
