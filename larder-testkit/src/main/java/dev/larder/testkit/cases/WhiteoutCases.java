// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static dev.larder.testkit.cases.Expected.dir;
import static dev.larder.testkit.cases.Expected.file;
import static dev.larder.testkit.cases.Expected.impliedDir;
import static dev.larder.testkit.cases.Expected.symlink;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.util.List;

/** What hides what: image-spec layer.md, Whiteouts. */
final class WhiteoutCases {
  private static final String OWN_LAYER =
      "A whiteout hides names of the lower layers only, never an entry of its own layer, in either"
          + " order.";
  private static final String OPAQUE =
      "An opaque marker hides what is below its directory wherever it stands among its siblings.";
  private static final String ANY_TYPE = "A whiteout may be stored as any entry type.";

  private WhiteoutCases() {}

  static List<LayerCase> all() {
    return List.of(
        LayerCase.of(
                "wh-then-dir",
                OWN_LAYER,
                foo(),
                new TarBuilder().whiteout("foo").directory("foo/").file("foo/new", "new"))
            .gives(dir("foo"), file("foo/new", "new")),
        LayerCase.of(
                "dir-then-wh",
                OWN_LAYER,
                foo(),
                new TarBuilder().directory("foo/").file("foo/new", "new").whiteout("foo"))
            .gives(dir("foo"), file("foo/new", "new")),
        LayerCase.of(
                "wh-over-implied-dir",
                "A directory that its own layer whites out keeps nothing of the lower one, its"
                    + " metadata neither.",
                new TarBuilder().directory("foo/", 0700).file("foo/old", "old"),
                new TarBuilder().file("foo/new", "new").whiteout("foo"))
            .gives(impliedDir("foo"), file("foo/new", "new"))
            .umociDiffers("it keeps the mode of what the whiteout hides"),
        LayerCase.of(
                "wh-over-whiteouts",
                "A directory of whiteouts alone that is itself hidden is not visible.",
                foo(),
                new TarBuilder().whiteout("foo/old").whiteout("foo").whiteout("bar/x"),
                new TarBuilder().whiteout("bar").whiteout("bar/x").file("a", "a"))
            .gives(file("a", "a")),
        LayerCase.of(
                "opq-first",
                OPAQUE,
                foo(),
                new TarBuilder().opaque("foo").directory("foo/").file("foo/new", "new"))
            .gives(dir("foo"), file("foo/new", "new")),
        LayerCase.of(
                "opq-last",
                OPAQUE,
                foo(),
                new TarBuilder().directory("foo/").file("foo/new", "new").opaque("foo"))
            .gives(dir("foo"), file("foo/new", "new")),
        LayerCase.of(
                "opq-implied",
                "An opaque directory that is not listed keeps the lower one's metadata.",
                new TarBuilder().directory("foo/", 0700).file("foo/old", "old"),
                new TarBuilder().file("foo/new", "new").opaque("foo"))
            .gives(dir("foo").mode(0700), file("foo/new", "new")),
        LayerCase.of(
                "file-then-wh",
                OWN_LAYER,
                new TarBuilder().file("keep", "old"),
                new TarBuilder().file("keep", "new").whiteout("keep"))
            .gives(file("keep", "new")),
        LayerCase.of(
                "root-opq",
                "The root can be opaque.",
                new TarBuilder().directory("a/").file("a/b", "x").file("c", "y"),
                new TarBuilder().opaque("").file("only", "only"))
            .gives(file("only", "only")),
        LayerCase.of(
                "root-opq-keeps-metadata",
                "An opaque root that is not listed keeps the lower one's metadata.",
                new TarBuilder().directory("./", 0711).file("a", "x"),
                new TarBuilder().opaque("").file("only", "only"))
            .gives(dir("").mode(0711), file("only", "only")),
        LayerCase.of(
                "wh-in-new-dir",
                "A whiteout that hides nothing is harmless and not visible.",
                new TarBuilder().file("other", "x"),
                new TarBuilder().directory("nd/").whiteout("nd/ghost").file("nd/x", "x"))
            .gives(dir("nd"), file("nd/x", "x"), file("other", "x")),
        LayerCase.of(
                "wh-in-no-dir",
                "A whiteout that hides nothing makes no directory above it.",
                new TarBuilder().file("other", "x"),
                new TarBuilder().whiteout("nowhere/at/all"))
            .gives(file("other", "x")),
        LayerCase.of(
                "wh-bottom",
                "The bottom layer may have whiteouts, which hide nothing.",
                new TarBuilder().file("a", "x").whiteout("a").whiteout("b").opaque(""))
            .gives(file("a", "x")),
        LayerCase.of(
                "wh-dir-with-content",
                "A whiteout of a directory hides all that is in it.",
                new TarBuilder()
                    .directory("d/")
                    .directory("d/e/")
                    .file("d/e/f", "x")
                    .file("g", "y"),
                new TarBuilder().whiteout("d"))
            .gives(file("g", "y")),
        LayerCase.of(
                "wh-then-back",
                "What a layer hides, a later one may bring back, without its old content.",
                foo(),
                new TarBuilder().whiteout("foo"),
                new TarBuilder().directory("foo/").file("foo/again", "again"))
            .gives(dir("foo"), file("foo/again", "again")),
        LayerCase.of(
                "wh-symlink",
                "A whiteout hides a symlink, not what it leads to.",
                new TarBuilder().file("a", "x").symlink("s", "a"),
                new TarBuilder().whiteout("s"))
            .gives(file("a", "x")),
        LayerCase.of(
                "wh-through-symlink",
                "A path to a whiteout goes through symlinks of lower layers.",
                usrLib(),
                new TarBuilder().whiteout("lib/x"))
            .gives(symlink("lib", "usr/lib"), dir("usr"), dir("usr/lib"), file("usr/lib/y", "y")),
        LayerCase.of(
                "opq-through-symlink",
                "A path to an opaque marker goes through symlinks of lower layers.",
                usrLib(),
                new TarBuilder().opaque("lib").file("lib/z", "z"))
            .gives(symlink("lib", "usr/lib"), dir("usr"), dir("usr/lib"), file("usr/lib/z", "z")),
        LayerCase.of(
                "hl-whiteout",
                ANY_TYPE,
                new TarBuilder().directory("tmp/").file("tmp/key", "secret").file("tmp/a", "a"),
                new TarBuilder().hardLink("tmp/.wh.key", "tmp/a"))
            .gives(dir("tmp"), file("tmp/a", "a")),
        LayerCase.of(
                "wh-of-any-type",
                ANY_TYPE,
                new TarBuilder()
                    .file("a", "a")
                    .file("b", "b")
                    .file("c", "c")
                    .file("d", "d")
                    .file("e", "e"),
                new TarBuilder()
                    .directory(".wh.a/")
                    .symlink(".wh.b", "nowhere")
                    .fifo(".wh.c")
                    .characterDevice(".wh.d", 0, 0)
                    .file(".wh.e", "not empty"))
            .gives(),
        LayerCase.of(
                "wh-no-name",
                "A whiteout without a name is an error.",
                new TarBuilder().file("a", "a"),
                new TarBuilder().file(".wh.", ""))
            .isRefused("a name behind .wh."),
        LayerCase.of(
                "wh-of-dots",
                "A whiteout of . or .. is an error.",
                new TarBuilder().file("a/.wh...", ""))
            .isRefused("a name behind .wh."),
        LayerCase.of(
                "wh-as-parent",
                "A whiteout cannot have entries below it.",
                new TarBuilder().file("a/.wh.b/c", ""))
            .isRefused("a directory above the entry"),
        LayerCase.of(
                "aufs-leftovers",
                "Names of aufs' own, .wh..wh.*, are ignored.",
                new TarBuilder()
                    .directory(".wh..wh.plnk/")
                    .file(".wh..wh.plnk/12.34", "x")
                    .file(".wh..wh.aufs", "")
                    .file("a", "a"))
            .gives(file("a", "a"))
            .umociDiffers("it unpacks them"),
        LayerCase.of(
                "wh-name-255",
                "Any name can be hidden, the longest too, though no file system could hold the"
                    + " marker's own name.",
                new TarBuilder().file("n".repeat(255), "x").file("a", "a"),
                new TarBuilder().add(TarEntry.whiteout("n".repeat(255))))
            .gives(file("a", "a")));
  }

  private static TarBuilder foo() {
    return new TarBuilder().directory("foo/").file("foo/old", "old");
  }

  private static TarBuilder usrLib() {
    return new TarBuilder()
        .directory("usr/")
        .directory("usr/lib/")
        .file("usr/lib/x", "x")
        .file("usr/lib/y", "y")
        .symlink("lib", "usr/lib");
  }
}
