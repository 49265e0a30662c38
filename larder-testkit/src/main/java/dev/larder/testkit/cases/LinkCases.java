// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static dev.larder.testkit.cases.Expected.device;
import static dev.larder.testkit.cases.Expected.dir;
import static dev.larder.testkit.cases.Expected.fifo;
import static dev.larder.testkit.cases.Expected.file;
import static dev.larder.testkit.cases.Expected.symlink;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.util.List;

/** Hard links: what they may name, and that they are one inode with it. */
final class LinkCases {
  private static final String ANY_TYPE = "Links to symlinks, fifos and devices are links.";
  private static final String LOWER = "A hard link may name an entry of a lower layer.";

  private LinkCases() {}

  static List<LayerCase> all() {
    Expected keep = file("keep", "k").mode(04750).owner(7, 8).mtime(5, 0);
    Expected link = symlink("s", "a");
    Expected pipe = fifo("p");
    Expected block = device('b', "d", 8, 1);
    Expected a = file("a", "a");
    Expected z = file("z", "z");
    return List.of(
        LayerCase.of(
                "hl-symlink",
                ANY_TYPE,
                new TarBuilder().file("a", "a").symlink("s", "a").hardLink("s2", "s"))
            .gives(file("a", "a"), link, link.alsoAt("s2")),
        LayerCase.of("hl-fifo", ANY_TYPE, new TarBuilder().fifo("p").hardLink("p2", "p"))
            .gives(pipe, pipe.alsoAt("p2")),
        LayerCase.of(
                "hl-dev", ANY_TYPE, new TarBuilder().blockDevice("d", 8, 1).hardLink("d2", "d"))
            .gives(block, block.alsoAt("d2")),
        LayerCase.of(
                "hl-own-metadata-ignored",
                "A hard link has the metadata of what it names, whatever its own header says.",
                new TarBuilder()
                    .file("a", "a")
                    .add(TarEntry.hardLink("b", "a").mode(0777).owner(1, 1).mtime(1)))
            .gives(a, a.alsoAt("b"))
            .umociDiffers("it applies the link's own metadata to the inode"),
        LayerCase.of(
                "hl-lower",
                LOWER,
                new TarBuilder().add(TarEntry.file("keep", "k").mode(04750).owner(7, 8).mtime(5)),
                new TarBuilder().hardLink("k2", "keep"))
            .gives(keep, keep.alsoAt("k2"))
            .umociDiffers("it applies the link's own metadata to the inode"),
        LayerCase.of(
                "hl-lower-replaced",
                "A link to a lower file means the lower file, though its layer replaces that.",
                new TarBuilder().file("a", "old"),
                new TarBuilder().hardLink("b", "a").whiteout("a"))
            .gives(file("b", "old"))
            .umociDiffers("its result depends on the order of entries"),
        LayerCase.of(
                "hl-lower-through-symlink",
                LOWER,
                new TarBuilder().directory("usr/").file("usr/a", "a").symlink("lib", "usr"),
                new TarBuilder().hardLink("b", "lib/a"))
            .gives(dir("usr"), a.alsoAt("usr/a"), symlink("lib", "usr"), a.alsoAt("b")),
        LayerCase.of(
                "hl-forward",
                "A hard link may name a later entry.",
                new TarBuilder().hardLink("h", "z").file("z", "z"))
            .gives(z, z.alsoAt("h"))
            .umociDiffers("it refuses a link to what does not exist yet"),
        LayerCase.of(
                "hl-forward-not-lower",
                "A hard link names a later entry rather than a lower one.",
                new TarBuilder().file("z", "old"),
                new TarBuilder().hardLink("h", "z").file("z", "z"))
            .gives(z, z.alsoAt("h"))
            .umociDiffers("it links to what exists so far"),
        LayerCase.of(
                "hl-chain",
                "A chain of hard links is one inode with the right link count.",
                new TarBuilder()
                    .file("a", "a")
                    .hardLink("b", "a")
                    .hardLink("c", "b")
                    .hardLink("d", "c"))
            .gives(a, a.alsoAt("b"), a.alsoAt("c"), a.alsoAt("d")),
        LayerCase.of(
                "hl-chain-forward",
                "A chain of hard links is one inode, in whatever order it comes.",
                new TarBuilder()
                    .hardLink("d", "c")
                    .hardLink("b", "a")
                    .hardLink("c", "b")
                    .file("a", "a"))
            .gives(a, a.alsoAt("b"), a.alsoAt("c"), a.alsoAt("d"))
            .umociDiffers("it refuses a link to what does not exist yet"),
        throughLaterLink(a),
        LayerCase.of(
                "hl-through-itself",
                "A hard link whose target is reached only through itself is refused.",
                new TarBuilder().hardLink("a", "b/x").hardLink("b", "a/y"))
            .isRefused("one to itself"),
        throughTooMany(),
        LayerCase.of(
                "hl-then-replaced",
                "A link keeps what it named when that name gets a new entry.",
                new TarBuilder().file("a", "old").hardLink("b", "a").file("a", "new"))
            .gives(file("a", "new"), file("b", "old"))
            .umociDiffers("it writes into the old inode"),
        LayerCase.of(
                "hl-to-itself",
                "A hard link that ends in itself is refused.",
                new TarBuilder().hardLink("a", "b").hardLink("b", "a"))
            .isRefused("one to itself"),
        LayerCase.of(
                "hl-nowhere",
                "A target that exists nowhere is refused.",
                new TarBuilder().file("other", "x"),
                new TarBuilder().hardLink("h", "nowhere"))
            .isRefused("what a hard link names"),
        LayerCase.of(
                "hl-dir",
                "A hard link to a directory is refused.",
                new TarBuilder().directory("d/").hardLink("h", "d"))
            .isRefused("a link target that is no directory"),
        LayerCase.of(
                "hl-dir-lower",
                "A hard link to a directory is refused.",
                new TarBuilder().directory("d/"),
                new TarBuilder().hardLink("h", "d"))
            .isRefused("what a hard link names"));
  }

  /** The links stand on both sides, by order and by name, of the one that they lead through. */
  private static LayerCase throughLaterLink(Expected a) {
    Expected link = symlink("s", "d");
    return LayerCase.of(
            "hl-through-later-link",
            "A hard link may lead through another one that becomes a symlink, in any order.",
            new TarBuilder()
                .hardLink("a", "l/a")
                .hardLink("l", "s")
                .hardLink("z", "l/a")
                .symlink("s", "d")
                .directory("d/")
                .file("d/a", "a"))
        .gives(dir("d"), a.alsoAt("d/a"), a.alsoAt("a"), a.alsoAt("z"), link, link.alsoAt("l"))
        .umociDiffers("it refuses a link to what does not exist yet");
  }

  private static LayerCase throughTooMany() {
    var tar = new TarBuilder();
    for (int i = 0; i < 41; i++) {
      tar.hardLink("l" + i, "l" + (i + 1) + "/s");
    }
    tar.hardLink("l41", "d/s").directory("d/").symlink("d/s", "/d");
    return LayerCase.of(
            "hl-through-too-many",
            "A hard link may lead through 40 links that lead through each other.",
            tar)
        .isRefused("at most 40 hard links on the way");
  }
}
