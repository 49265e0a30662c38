// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static dev.larder.testkit.cases.Expected.dir;
import static dev.larder.testkit.cases.Expected.file;
import static dev.larder.testkit.cases.Expected.impliedDir;
import static dev.larder.testkit.cases.Expected.symlink;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What names and paths of entries mean. */
final class NameCases {
  private static final String BYTES = "A name is bytes: anything but '/' and NUL.";
  private static final String NORMALISED =
      "'./a', 'a//b', 'a/./b', a slash in front or at the end are normalised.";
  private static final String UP =
      "'..' is resolved by name only if it cannot cross a symlink; otherwise the layer is refused.";
  private static final String THROUGH =
      "A path through a symlink of an earlier entry or a lower layer is resolved inside the root;"
          + " the symlink stays.";

  private NameCases() {}

  static List<LayerCase> all() {
    var cases = new ArrayList<LayerCase>();
    cases.addAll(bytes());
    cases.addAll(normalised());
    cases.addAll(lengths());
    cases.addAll(up());
    cases.addAll(throughSymlinks());
    return cases;
  }

  private static List<LayerCase> bytes() {
    byte[] notText = {'x', (byte) 0xFF, (byte) 0xC3, '(', 0x7F};
    return List.of(
        LayerCase.of(
                "name-non-utf8", BYTES, new TarBuilder().add(TarEntry.file("", "x").name(notText)))
            .gives(file("", "x").named(notText)),
        LayerCase.of("name-newline", BYTES, new TarBuilder().file("line\nfeed", "x"))
            .gives(file("line\nfeed", "x")),
        LayerCase.of(
                "name-odd",
                BYTES,
                new TarBuilder().file(" ", "1").file("\\", "2").file("...", "3").file("-rf", "4"))
            .gives(file(" ", "1"), file("\\", "2"), file("...", "3"), file("-rf", "4")),
        LayerCase.of("name-utf8", BYTES, new TarBuilder().file("grüße/日本", "x"))
            .gives(impliedDir("grüße"), file("grüße/日本", "x")),
        LayerCase.of(
                "name-nul",
                "A NUL in a PAX path is refused.",
                new TarBuilder().add(TarEntry.file("a", "x").pax("path", "a\0b")))
            .isRefused("a name without NUL"));
  }

  private static List<LayerCase> normalised() {
    return List.of(
        LayerCase.of(
                "name-dots-and-slashes",
                NORMALISED,
                new TarBuilder()
                    .directory("a/")
                    .file("a/./b", "b")
                    .file("a//c", "c")
                    .file("././d", "d"))
            .gives(dir("a"), file("a/b", "b"), file("a/c", "c"), file("d", "d")),
        LayerCase.of(
                "name-slash-in-front",
                NORMALISED,
                new TarBuilder().directory("/a/").file("//a/b", "b"))
            .gives(dir("a"), file("a/b", "b")),
        LayerCase.of(
                "name-slash-at-end",
                NORMALISED,
                new TarBuilder().directory("a///").symlink("a/s/", "x"))
            .gives(dir("a"), symlink("a/s", "x"))
            .umociDiffers("a symlink whose name ends in a slash is an error to it"),
        LayerCase.of(
                "root-by-many-names",
                NORMALISED,
                new TarBuilder().directory("/", 0700).directory("./.", 0711))
            .gives(dir("").mode(0711)));
  }

  private static List<LayerCase> lengths() {
    String name255 = "n".repeat(255);
    // 15 directories and one more, 3926 bytes with their slashes.
    String deep = ("d".repeat(254) + "/").repeat(15) + "e".repeat(100) + "/";
    String path4093 = deep + "f".repeat(4093 - deep.length());
    String path4097 = deep + "f".repeat(4097 - deep.length());
    return List.of(
        LayerCase.of("name-255", BYTES, new TarBuilder().file(name255, "x"))
            .gives(file(name255, "x")),
        LayerCase.of(
                "name-256",
                "A component over 255 bytes is refused.",
                new TarBuilder().file("a/" + name255 + "n", "x"))
            .isRefused("at most 255 bytes"),
        LayerCase.of(
                "path-4093",
                "A path is kept that tools can just name, with ./ in front.",
                new TarBuilder().file(path4093, "x"))
            .gives(parentsAnd(file(path4093, "x")))
            .umociDiffers("PATH_MAX bounds what it can make below its own directory"),
        LayerCase.of(
                "path-4097",
                "A path over 4096 bytes is refused.",
                new TarBuilder().file(path4097, "x"))
            .isRefused("pathBytes"),
        LayerCase.of(
                "path-1024-deep",
                "A path of 1024 names is kept.",
                new TarBuilder().file("d/".repeat(1023) + "f", "x"))
            .gives(parentsAnd(file("d/".repeat(1023) + "f", "x"))),
        LayerCase.of(
                "path-too-deep",
                "A path deeper than the limit is refused.",
                new TarBuilder().file("d/".repeat(1024) + "f", "x"))
            .isRefused("depth"),
        LayerCase.of(
                "link-target-empty",
                "An empty link target is refused.",
                new TarBuilder().symlink("s", ""))
            .isRefused("a link target of 1 to 4095 bytes"),
        LayerCase.of(
                "hl-target-empty",
                "An empty link target is refused.",
                new TarBuilder().hardLink("h", ""))
            .isRefused("a link target"),
        LayerCase.of(
                "link-target-4095",
                "A link target of 4095 bytes is kept.",
                new TarBuilder().symlink("s", "t".repeat(4095)))
            .gives(symlink("s", "t".repeat(4095))),
        LayerCase.of(
                "link-target-4096",
                "A link target over 4095 bytes is refused.",
                new TarBuilder().symlink("s", "t".repeat(4096)))
            .isRefused("a link target of 1 to 4095 bytes"));
  }

  private static List<LayerCase> up() {
    return List.of(
        LayerCase.of(
                "up-inside",
                UP,
                new TarBuilder().directory("a/").directory("b/").file("a/../b/c", "c"))
            .gives(dir("a"), dir("b"), file("b/c", "c")),
        LayerCase.of("up-unlisted", UP, new TarBuilder().directory("b/").file("a/../b/c", "c"))
            .isRefused("a directory that the layer has listed before .."),
        LayerCase.of(
                "up-over-symlink",
                UP,
                new TarBuilder().directory("x/y/").symlink("a", "x/y").file("a/../b", "b"))
            .isRefused("a directory that the layer has listed before .."),
        LayerCase.of("up-out", "A path never leaves the root.", new TarBuilder().file("../a", "a"))
            .isRefused("a path inside the root"),
        LayerCase.of(
                "up-out-deeper",
                "A path never leaves the root.",
                new TarBuilder().directory("a/").file("a/../../b", "b"))
            .isRefused("a path inside the root"),
        LayerCase.of(
                "hl-up-out",
                "A hard link's target never leaves the root.",
                new TarBuilder().hardLink("h", "../../etc/passwd"))
            .isRefused("a path inside the root"));
  }

  private static List<LayerCase> throughSymlinks() {
    return List.of(
        LayerCase.of(
                "through-symlink-same-layer",
                THROUGH,
                new TarBuilder()
                    .directory("usr/")
                    .directory("usr/lib/")
                    .symlink("lib", "usr/lib")
                    .file("lib/x", "x"))
            .gives(dir("usr"), dir("usr/lib"), symlink("lib", "usr/lib"), file("usr/lib/x", "x")),
        LayerCase.of(
                "through-symlink-lower",
                THROUGH,
                new TarBuilder().directory("usr/").directory("usr/lib/").symlink("lib", "usr/lib"),
                new TarBuilder().file("lib/x", "x"))
            .gives(dir("usr"), dir("usr/lib"), symlink("lib", "usr/lib"), file("usr/lib/x", "x")),
        LayerCase.of(
                "through-symlink-absolute",
                THROUGH,
                new TarBuilder().directory("usr/").symlink("a", "/usr"),
                new TarBuilder().file("a/x", "x"))
            .gives(dir("usr"), symlink("a", "/usr"), file("usr/x", "x")),
        LayerCase.of(
                "through-symlink-up",
                "A symlink that leads above the root leads to the root.",
                new TarBuilder().directory("usr/").symlink("usr/a", "../../../usr"),
                new TarBuilder().file("usr/a/x", "x"))
            .gives(dir("usr"), symlink("usr/a", "../../../usr"), file("usr/x", "x")),
        LayerCase.of(
                "through-symlink-chain",
                THROUGH,
                new TarBuilder().directory("c/").symlink("b", "c").symlink("a", "b"),
                new TarBuilder().file("a/x", "x"))
            .gives(dir("c"), symlink("b", "c"), symlink("a", "b"), file("c/x", "x")),
        LayerCase.of(
                "through-symlink-dangling",
                "What a symlink on the way leads to is made if it is missing.",
                new TarBuilder().symlink("lib", "usr/lib"),
                new TarBuilder().file("lib/x", "x"))
            .gives(
                symlink("lib", "usr/lib"),
                impliedDir("usr"),
                impliedDir("usr/lib"),
                file("usr/lib/x", "x")),
        LayerCase.of(
                "through-symlink-listed-dir",
                "A directory that is listed where a lower layer has a symlink replaces it.",
                new TarBuilder().directory("usr/").file("usr/a", "a").symlink("lib", "usr"),
                new TarBuilder().directory("lib/").file("lib/x", "x"))
            .gives(dir("usr"), file("usr/a", "a"), dir("lib"), file("lib/x", "x")),
        LayerCase.of(
                "through-symlink-loop",
                "A path through a loop of symlinks is refused.",
                new TarBuilder().symlink("a", "b").symlink("b", "a").file("a/x", "x"))
            .isRefused("at most 40 symlinks"),
        LayerCase.of(
                "through-symlink-loop-lower",
                "A path through a loop of symlinks is refused.",
                new TarBuilder().symlink("a", "b").symlink("b", "a"),
                new TarBuilder().file("a/x", "x"))
            .isRefused("a symlink that leads to a directory"),
        LayerCase.of(
                "through-symlink-to-file",
                "A path through a symlink to a file is refused.",
                new TarBuilder().file("f", "f").symlink("s", "f"),
                new TarBuilder().file("s/x", "x"))
            .isRefused("a symlink that leads to a directory"),
        LayerCase.of(
                "through-file",
                "A path through a file is refused.",
                new TarBuilder().file("f", "f").file("f/x", "x"))
            .isRefused("directories above the entry"));
  }

  /** {@return the file, with the directories above it that no layer lists} */
  private static Expected[] parentsAnd(Expected file) {
    var names = new ArrayList<Expected>();
    names.add(file);
    for (int slash = file.path().lastIndexOf('/');
        slash > 0;
        slash = file.path().lastIndexOf('/', slash - 1)) {
      String parent = file.path().substring(0, slash);
      names.add(impliedDir("").named(parent.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return names.toArray(Expected[]::new);
  }
}
