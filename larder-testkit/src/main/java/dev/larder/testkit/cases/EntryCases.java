// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static dev.larder.testkit.cases.Expected.device;
import static dev.larder.testkit.cases.Expected.dir;
import static dev.larder.testkit.cases.Expected.fifo;
import static dev.larder.testkit.cases.Expected.file;
import static dev.larder.testkit.cases.Expected.impliedDir;
import static dev.larder.testkit.cases.Expected.symlink;

import dev.larder.testkit.image.Dialect;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.util.ArrayList;
import java.util.List;

/** What entries say of directories, of what was there before, and of special files. */
final class EntryCases {
  private static final String IMPLIED =
      "A directory that a layer implies but does not list keeps the lower layer's metadata; where"
          + " there is none it is 0755 root:root with the time of the epoch.";
  private static final String LATER =
      "A later entry of the same name replaces the earlier one, whatever the two types are.";

  private EntryCases() {}

  static List<LayerCase> all() {
    var cases = new ArrayList<LayerCase>();
    cases.addAll(directories());
    cases.addAll(replaced());
    cases.addAll(types());
    cases.addAll(stacks());
    return cases;
  }

  private static List<LayerCase> directories() {
    return List.of(
        LayerCase.of(
                "implicit-parent",
                IMPLIED,
                new TarBuilder()
                    .directory("tmp/", 01777)
                    .directory("root/", 0700)
                    .directory("home/")
                    .add(TarEntry.directory("home/app/").mode(0750).owner(1000, 1000)),
                new TarBuilder().file("tmp/x", "x").file("root/.cfg", "c").file("home/app/f", "f"))
            .gives(
                dir("tmp").mode(01777),
                file("tmp/x", "x"),
                dir("root").mode(0700),
                file("root/.cfg", "c"),
                dir("home"),
                dir("home/app").mode(0750).owner(1000, 1000),
                file("home/app/f", "f")),
        LayerCase.of("implicit-new", IMPLIED, new TarBuilder().file("a/b/c", "c"))
            .gives(impliedDir("a"), impliedDir("a/b"), file("a/b/c", "c")),
        LayerCase.of(
                "implicit-then-listed",
                "A directory may be listed behind its children.",
                new TarBuilder().file("a/b", "b").directory("a/", 0700))
            .gives(dir("a").mode(0700), file("a/b", "b")),
        LayerCase.of(
                "root-meta",
                "The layer's own './' entry sets the root's metadata.",
                new TarBuilder().file("a", "a"),
                new TarBuilder()
                    .add(TarEntry.directory("./").mode(0555).owner(3, 4).mtime(7))
                    .file("b", "b"))
            .gives(dir("").mode(0555).owner(3, 4).mtime(7, 0), file("a", "a"), file("b", "b")),
        LayerCase.of(
                "root-kept",
                "The root keeps the lower layer's metadata where a layer does not list it.",
                new TarBuilder().directory("./", 0700),
                new TarBuilder().file("b", "b"))
            .gives(dir("").mode(0700), file("b", "b")),
        LayerCase.of(
                "root-no-directory",
                "An entry that is the root and no directory is ignored.",
                new TarBuilder().file("a", "a").symlink("./", "a"))
            .gives(file("a", "a"))
            .umociDiffers("it replaces its own root"),
        LayerCase.of(
                "dir-over-dir",
                "A directory over a directory keeps its children and gets the new metadata.",
                new TarBuilder().directory("d/", 0700).file("d/a", "a"),
                new TarBuilder().directory("d/", 0750).file("d/b", "b"))
            .gives(dir("d").mode(0750), file("d/a", "a"), file("d/b", "b")),
        LayerCase.of(
                "dir-over-dir-same-layer",
                "A directory over a directory keeps its children and gets the new metadata.",
                new TarBuilder().directory("d/", 0700).file("d/a", "a").directory("d/", 0750))
            .gives(dir("d").mode(0750), file("d/a", "a")),
        LayerCase.of(
                "dir-mtime",
                "Directories have the time that their entry says, whatever comes into them.",
                new TarBuilder()
                    .add(TarEntry.directory("d/").mtime(12, 34))
                    .file("d/a", "a")
                    .file("d/b", "b"))
            .gives(dir("d").mtime(12, 34), file("d/a", "a"), file("d/b", "b")));
  }

  private static List<LayerCase> replaced() {
    return List.of(
        LayerCase.of(
                "dir-to-file",
                "Replacing a directory by another type removes its children.",
                new TarBuilder().directory("a/").file("a/b", "b").file("a", "now a file"))
            .gives(file("a", "now a file")),
        LayerCase.of(
                "dir-to-symlink",
                "Replacing a directory by another type removes its children.",
                new TarBuilder().directory("a/").file("a/b", "b").symlink("a", "x"))
            .gives(symlink("a", "x")),
        LayerCase.of(
                "dir-to-symlink-to-dir",
                "What had a name when it was replaced by another type stays gone.",
                new TarBuilder()
                    .directory("a/")
                    .file("a/b", "b")
                    .symlink("a", "x")
                    .directory("a/")
                    .file("a/c", "c"))
            .gives(dir("a"), file("a/c", "c")),
        LayerCase.of(
                "lower-dir-to-file",
                "Replacing a directory by another type removes its children.",
                new TarBuilder().directory("a/").file("a/b", "b"),
                new TarBuilder().file("a", "now a file"))
            .gives(file("a", "now a file")),
        LayerCase.of(
                "lower-dir-to-file-to-dir",
                "What had a name when it was replaced by another type stays gone.",
                new TarBuilder().directory("a/").file("a/b", "b"),
                new TarBuilder().file("a", "f").directory("a/").file("a/c", "c"))
            .gives(dir("a"), file("a/c", "c")),
        LayerCase.of(
                "lower-file-to-dir",
                LATER,
                new TarBuilder().file("a", "f"),
                new TarBuilder().directory("a/").file("a/c", "c"))
            .gives(dir("a"), file("a/c", "c")),
        LayerCase.of(
                "lower-file-above-implied",
                "A file cannot be above an entry of a higher layer that does not list the"
                    + " directory.",
                new TarBuilder().file("a", "f"),
                new TarBuilder().file("a/c", "c"))
            .isRefused("a directory, or nothing"),
        LayerCase.of(
                "symlink-replaced",
                "A symlink is replaced, not written through.",
                new TarBuilder().file("f", "f").symlink("s", "f"),
                new TarBuilder().file("s", "now a file"))
            .gives(file("f", "f"), file("s", "now a file")),
        LayerCase.of(
                "each-type-replaced",
                LATER,
                new TarBuilder()
                    .file("a", "a")
                    .symlink("a", "x")
                    .fifo("a")
                    .blockDevice("a", 1, 2)
                    .directory("a/")
                    .characterDevice("a", 5, 1)
                    .file("a", "last"))
            .gives(file("a", "last")));
  }

  private static List<LayerCase> types() {
    return List.of(
        LayerCase.of(
                "each-type",
                "Every type that a tar has is kept: files, links, devices, fifos.",
                new TarBuilder()
                    .file("f", "f")
                    .symlink("l", "../no where/")
                    .fifo("p")
                    .characterDevice("c", 5, 1)
                    .blockDevice("b", 259, 70_000)
                    .characterDevice("last", 4095, 1_048_575))
            .gives(
                file("f", "f"),
                symlink("l", "../no where/"),
                fifo("p"),
                device('c', "c", 5, 1),
                device('b', "b", 259, 70_000),
                device('c', "last", 4095, 1_048_575)),
        LayerCase.of(
                "char00",
                "A real character device 0:0 in a layer is not a whiteout.",
                new TarBuilder().characterDevice("c", 0, 0),
                new TarBuilder().file("a", "a").characterDevice("a2", 0, 0))
            .gives(device('c', "c", 0, 0), file("a", "a"), device('c', "a2", 0, 0)),
        LayerCase.of(
                "mode-bits",
                "Setuid, setgid and sticky bits are kept.",
                new TarBuilder()
                    .add(TarEntry.file("all", "x").mode(07777))
                    .add(TarEntry.file("none", "x").mode(0))
                    .directory("d/", 03770))
            .gives(file("all", "x").mode(07777), file("none", "x").mode(0), dir("d").mode(03770)),
        LayerCase.of(
                "contiguous-file",
                "A contiguous file, type 7, is a file.",
                new TarBuilder().add(TarEntry.file("f", "f").header(156, new byte[] {'7'})))
            .gives(file("f", "f"))
            .umociDiffers("it knows no type 7"),
        LayerCase.of(
                "v7-directory",
                "A directory of a v7 tar is told by its slash.",
                new TarBuilder().dialect(Dialect.V7).directory("d/", 0700).file("d/f", "f"))
            .gives(dir("d").mode(0700), file("d/f", "f")),
        LayerCase.of(
                "unknown-type",
                "An entry of an unknown type is refused.",
                new TarBuilder().add(TarEntry.ofType('Q', "q")))
            .isRefused("an entry type that a layer can hold"));
  }

  private static List<LayerCase> stacks() {
    TarBuilder same = new TarBuilder().directory("d/").file("d/a", "a");
    var many = new ArrayList<TarBuilder>();
    var names = new ArrayList<Expected>();
    names.add(impliedDir("d"));
    for (int i = 0; i < 127; i++) {
      many.add(new TarBuilder().file("d/" + i, "layer " + i).file("same", "layer " + i));
      names.add(file("d/" + i, "layer " + i));
    }
    names.add(file("same", "layer 126"));
    return List.of(
        LayerCase.of("dup-layer", "A layer may be in an image twice.", same, same)
            .gives(dir("d"), file("d/a", "a")),
        LayerCase.of(
                "dup-layer-apart",
                "A layer that comes again brings back what was hidden between.",
                same,
                new TarBuilder().whiteout("d/a"),
                same)
            .gives(dir("d"), file("d/a", "a")),
        LayerCase.of("no-layers", "An image without layers is an empty root.").gives(),
        LayerCase.of("empty-layer", "A layer may be empty.", new TarBuilder()).gives(),
        LayerCase.of(
                "empty-layer-above",
                "An empty layer changes nothing.",
                new TarBuilder().directory("./", 0700).file("a", "a"),
                new TarBuilder())
            .gives(dir("").mode(0700), file("a", "a")),
        LayerCase.of("127-layers", "An image may have 127 layers.", many.toArray(TarBuilder[]::new))
            .gives(names.toArray(Expected[]::new)));
  }
}
