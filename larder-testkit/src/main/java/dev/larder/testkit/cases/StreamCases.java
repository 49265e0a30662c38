// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import static dev.larder.testkit.cases.Expected.file;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Ends of streams, good and bad. */
final class StreamCases {
  private static final String CUT = "Truncation inside a header or a body is an error.";

  private StreamCases() {}

  static List<LayerCase> all() {
    byte[] garbage = "not a header".repeat(100).getBytes(StandardCharsets.US_ASCII);
    byte[] twoFiles = new TarBuilder().file("a", "a").file("b", "b").withoutEnd().toByteArray();
    return List.of(
        LayerCase.of(
                "end-without-zero-blocks",
                "A stream may end without its two zero blocks.",
                new TarBuilder().file("a", "a").withoutEnd())
            .gives(file("a", "a")),
        LayerCase.of(
                "end-without-padding",
                "A stream may end without what fills up its last block.",
                new TarBuilder().raw(Arrays.copyOf(twoFiles, twoFiles.length - 511)).withoutEnd())
            .gives(file("a", "a"), file("b", "b")),
        LayerCase.of(
                "bytes-behind-the-end",
                "Bytes behind the end of the archive are hashed and ignored.",
                new TarBuilder().file("a", "a").raw(new byte[1024]).raw(garbage).withoutEnd())
            .gives(file("a", "a")),
        LayerCase.of(
                "cut-in-header",
                CUT,
                new TarBuilder().raw(Arrays.copyOf(twoFiles, 1024 + 100)).withoutEnd())
            .isRefused("the end of the stream"),
        LayerCase.of(
                "cut-in-body",
                CUT,
                new TarBuilder()
                    .add(TarEntry.file("a", "only this").declaredSize(1000))
                    .withoutEnd())
            .isRefused("the end of the stream"),
        LayerCase.of(
                "cut-behind-extension", CUT, new TarBuilder().raw(longNameAlone()).withoutEnd())
            .isRefused("the entry behind an extension header"),
        LayerCase.of(
                "checksum-wrong",
                "A header with a wrong checksum is refused.",
                new TarBuilder().add(TarEntry.file("a", "a").header(148, new byte[] {'1'})))
            .isRefused("header checksum"),
        LayerCase.of("not-a-tar", "What is no tar is refused.", new TarBuilder().raw(garbage))
            .isRefused("number in chksum"));
  }

  /** {@return the tar of a file with a long name, up to the file's own header} */
  private static byte[] longNameAlone() {
    byte[] whole = new TarBuilder().file("n".repeat(200), "x").withoutEnd().toByteArray();
    return Arrays.copyOf(whole, whole.length - 1024);
  }
}
