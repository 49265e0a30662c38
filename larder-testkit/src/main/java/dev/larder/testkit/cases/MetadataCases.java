// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static dev.larder.testkit.cases.Expected.dir;
import static dev.larder.testkit.cases.Expected.file;
import static dev.larder.testkit.cases.Expected.symlink;

import dev.larder.testkit.image.Dialect;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Owners, times and extended attributes, in the dialects that can say them. */
final class MetadataCases {
  private static final String XATTRS =
      "Extended attributes in user., trusted., security. and system.posix_acl_* are kept on every"
          + " type that Linux lets carry them.";
  private static final String TIMES =
      "Times are kept to the nanosecond, negative ones and those over 2^33 too.";
  private static final String DIALECTS = "Every dialect of tar is read.";

  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200200000000000000000000000000000");
  private static final byte[] ACL =
      HexFormat.of()
          .parseHex(
              "0200000001000700ffffffff02000500e803000004000500ffffffff10000500ffffffff"
                  + "20000500ffffffff");

  private MetadataCases() {}

  static List<LayerCase> all() {
    var cases = new ArrayList<LayerCase>();
    cases.addAll(xattrs());
    cases.addAll(refusedXattrs());
    cases.addAll(numbers());
    cases.addAll(dialects());
    return cases;
  }

  private static List<LayerCase> xattrs() {
    byte[] binary = {0, 1, '\n', '=', (byte) 0xFF};
    return List.of(
        LayerCase.of(
                "xattr-cap",
                XATTRS,
                new TarBuilder()
                    .add(TarEntry.file("ping", "x").xattr("security.capability", CAPABILITY)))
            .gives(file("ping", "x").xattr("security.capability", CAPABILITY)),
        LayerCase.of(
                "xattr-acl",
                XATTRS,
                new TarBuilder()
                    .add(
                        TarEntry.directory("d/")
                            .xattr("system.posix_acl_access", ACL)
                            .xattr("system.posix_acl_default", ACL)))
            .gives(
                dir("d")
                    .xattr("system.posix_acl_access", ACL)
                    .xattr("system.posix_acl_default", ACL)),
        LayerCase.of(
                "xattr-user",
                XATTRS,
                new TarBuilder().add(TarEntry.file("f", "x").xattr("user.binary", binary)))
            .gives(file("f", "x").xattr("user.binary", binary)),
        LayerCase.of(
                "xattr-trusted",
                "Attributes of overlayfs in a layer are attributes like others.",
                new TarBuilder().add(TarEntry.directory("d/").xattr("trusted.overlay.opaque", "y")))
            .gives(dir("d").xattr("trusted.overlay.opaque", text("y")))
            .umociDiffers("it drops overlayfs' own attributes"),
        LayerCase.of(
                "xattr-empty",
                XATTRS,
                new TarBuilder().add(TarEntry.file("f", "x").xattr("user.empty", "")))
            .gives(file("f", "x").xattr("user.empty", new byte[0]))
            .umociDiffers("it takes an empty value for no attribute"),
        LayerCase.of(
                "xattr-on-symlink",
                XATTRS,
                new TarBuilder().add(TarEntry.symlink("s", "x").xattr("trusted.t", "v")))
            .gives(symlink("s", "x").xattr("trusted.t", text("v"))),
        LayerCase.of(
                "xattr-on-specials",
                XATTRS,
                new TarBuilder()
                    .add(TarEntry.fifo("p").xattr("trusted.t", "v"))
                    .add(TarEntry.blockDevice("b", 1, 2).xattr("security.s", "w")))
            .gives(
                Expected.fifo("p").xattr("trusted.t", text("v")),
                Expected.device('b', "b", 1, 2).xattr("security.s", text("w"))),
        xattrBeforeChunks(),
        longestXattrs(),
        LayerCase.of(
                "xattr-libarchive",
                "LIBARCHIVE.xattr.* holds its value in base64, its name in URL encoding.",
                new TarBuilder()
                    .add(
                        TarEntry.file("f", "x").pax("LIBARCHIVE.xattr.user.a%20b", base64(binary))))
            .gives(file("f", "x").xattr("user.a b", binary))
            .umociDiffers("it knows SCHILY.xattr only"),
        LayerCase.of(
                "xattr-replaced-not-merged",
                "A later entry has its own attributes alone.",
                new TarBuilder().add(TarEntry.directory("d/").xattr("user.old", "1")),
                new TarBuilder().add(TarEntry.directory("d/").xattr("user.new", "2")))
            .gives(dir("d").xattr("user.new", text("2")))
            .umociDiffers("it merges the attributes"));
  }

  /** The place of a chunk index depends on the length of the attributes before it. */
  private static LayerCase xattrBeforeChunks() {
    var tar = new TarBuilder();
    var names = new ArrayList<Expected>();
    for (int length = 0; length < 8; length++) {
      byte[] value = new byte[length];
      byte[] content = "x".repeat(10_000 + length).getBytes(StandardCharsets.US_ASCII);
      tar.add(TarEntry.file("f" + length, content).xattr("user.abc", value));
      names.add(file("f" + length, content).xattr("user.abc", value));
    }
    return LayerCase.of(
            "xattr-4mod8",
            "Attributes of any length before the address of a file of several blocks.",
            tar)
        .gives(names.toArray(Expected[]::new))
        .umociDiffers("it takes an empty value for no attribute");
  }

  /** No host's file system need hold them, EROFS does. */
  private static LayerCase longestXattrs() {
    byte[] longest = new byte[65_535];
    Arrays.fill(longest, (byte) 'v');
    byte[] half = Arrays.copyOf(longest, 32_000);
    String name = "user." + "n".repeat(250);
    return LayerCase.of(
            "xattr-longest",
            "A name of 255 bytes and a value of 65535 are kept, also of an entry behind another.",
            new TarBuilder()
                .add(TarEntry.file("f", "x").xattr(name, longest))
                .add(TarEntry.directory("d/").xattr("user.a", half).xattr("user.b", half)))
        .gives(
            file("f", "x").xattr(name, longest),
            dir("d").xattr("user.a", half).xattr("user.b", half))
        .umociDiffers("the host's file system may not hold such an attribute");
  }

  private static List<LayerCase> refusedXattrs() {
    String refused = "An attribute that EROFS cannot hold is refused by name, never dropped.";
    return List.of(
        LayerCase.of(
                "xattr-unknown-prefix",
                refused,
                new TarBuilder().add(TarEntry.file("f", "x").xattr("com.apple.x", "v")))
            .isRefused("com.apple.x"),
        LayerCase.of(
                "xattr-no-name",
                refused,
                new TarBuilder().add(TarEntry.file("f", "x").xattr("user.", "v")))
            .isRefused("user."),
        LayerCase.of(
                "xattr-long-name",
                refused,
                new TarBuilder().add(TarEntry.file("f", "x").xattr("user." + "n".repeat(251), "v")))
            .isRefused("user.nnn"),
        LayerCase.of(
                "xattr-long-value",
                refused,
                new TarBuilder().add(TarEntry.file("f", "x").xattr("user.v", new byte[(1 << 16)])))
            .isRefused("user.v"),
        LayerCase.of(
                "xattr-reserved",
                "The attributes that mark what a layer says of lower ones cannot be forged.",
                new TarBuilder().add(TarEntry.file("f", "x").xattr("trusted.larder.whiteout", "")))
            .isRefused("trusted.larder.whiteout"));
  }

  private static List<LayerCase> numbers() {
    return List.of(
        LayerCase.of(
                "mtime-ns",
                TIMES,
                new TarBuilder().add(TarEntry.file("f", "x").mtime(1_234_567_890, 123_456_789)))
            .gives(file("f", "x").mtime(1_234_567_890, 123_456_789)),
        LayerCase.of(
                "mtime-neg",
                TIMES,
                new TarBuilder()
                    .add(TarEntry.file("f", "x").mtime(-5, 250_000_000))
                    .add(TarEntry.file("g", "x").mtime(-1)))
            .gives(file("f", "x").mtime(-5, 250_000_000), file("g", "x").mtime(-1, 0))
            .umociDiffers("it has no times before the epoch"),
        LayerCase.of(
                "mtime-2^33",
                TIMES,
                new TarBuilder().add(TarEntry.file("f", "x").mtime((1L << 33) + 7)))
            .gives(file("f", "x").mtime((1L << 33) + 7, 0))
            .umociDiffers("the host's file system may not hold such a time"),
        LayerCase.of(
                "mtime-finer-than-ns",
                "Digits behind the nanoseconds are cut off.",
                new TarBuilder().add(TarEntry.file("f", "x").pax("mtime", "7.1234567899")))
            .gives(file("f", "x").mtime(7, 123_456_789)),
        LayerCase.of(
                "ids-to-2^32-1",
                "Owners are kept to 2^32-1.",
                new TarBuilder()
                    .add(TarEntry.file("f", "x").owner(4_294_967_294L, 70_000))
                    .add(TarEntry.directory("d/").owner(65_536, 65_535)))
            .gives(file("f", "x").owner(4_294_967_294L, 70_000), dir("d").owner(65_536, 65_535)),
        LayerCase.of(
                "ids-over-2^32-1",
                "An owner over 2^32-1 is refused.",
                new TarBuilder().add(TarEntry.file("f", "x").owner(1L << 32, 0)))
            .isRefused("uid and gid from 0 to 4294967295"));
  }

  private static List<LayerCase> dialects() {
    String long120 = "d".repeat(60) + "/" + "f".repeat(59);
    String long300 = "d".repeat(150) + "/" + "f".repeat(149);
    Expected longFile = file(long300, "x");
    return List.of(
        LayerCase.of(
                "dialect-v7",
                DIALECTS,
                new TarBuilder()
                    .dialect(Dialect.V7)
                    .add(TarEntry.file("f", "x").mode(04711).owner(1000, 1001)))
            .gives(file("f", "x").mode(04711).owner(1000, 1001)),
        LayerCase.of(
                "dialect-ustar-prefix",
                DIALECTS,
                new TarBuilder().dialect(Dialect.USTAR).file(long120, "x"))
            .gives(Expected.impliedDir("d".repeat(60)), file(long120, "x")),
        LayerCase.of(
                "dialect-gnu-long",
                DIALECTS,
                new TarBuilder()
                    .dialect(Dialect.GNU)
                    .file(long300, "x")
                    .symlink("s", "t".repeat(200))
                    .hardLink("h", long300))
            .gives(
                Expected.impliedDir("d".repeat(150)),
                longFile,
                symlink("s", "t".repeat(200)),
                longFile.alsoAt("h")),
        LayerCase.of(
                "dialect-gnu-base-256",
                DIALECTS,
                new TarBuilder()
                    .dialect(Dialect.GNU)
                    .add(
                        TarEntry.file("f", "x")
                            .owner(4_000_000_000L, 3_000_000_000L)
                            .mtime(-9)
                            .base256()))
            .gives(file("f", "x").owner(4_000_000_000L, 3_000_000_000L).mtime(-9, 0))
            .umociDiffers("it has no times before the epoch"),
        LayerCase.of(
                "dialect-pax-global",
                "Global headers hold for all entries behind them, but where an entry says its own.",
                new TarBuilder()
                    .file("before", "x")
                    .globalHeader("mtime", "77.5")
                    .file("global", "x")
                    .add(TarEntry.file("own", "x").pax("mtime", "88")))
            .gives(
                file("before", "x"),
                file("global", "x").mtime(77, 500_000_000),
                file("own", "x").mtime(88, 0))
            .umociDiffers("it ignores global headers"),
        LayerCase.of(
                "dialect-pax-size",
                "A PAX record of the size counts, and not the header's, which may be too small.",
                new TarBuilder()
                    .add(
                        TarEntry.file("f", "eight by")
                            .pax("size", "8")
                            .header(124, "00000000000\0".getBytes(StandardCharsets.US_ASCII)))
                    .file("behind", "it"))
            .gives(file("f", "eight by"), file("behind", "it")),
        LayerCase.of(
                "dialect-pax-overrides",
                "A PAX record counts, and not the header.",
                new TarBuilder()
                    .add(
                        TarEntry.file("short", "x")
                            .pax("path", "from/pax")
                            .pax("uid", "9")
                            .pax("gid", "8"))
                    .add(TarEntry.symlink("s", "short").pax("linkpath", "from/pax")))
            .gives(
                Expected.impliedDir("from"),
                file("from/pax", "x").owner(9, 8),
                symlink("s", "from/pax")));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
