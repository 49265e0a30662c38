// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.Dialect;
import dev.larder.testkit.image.SparseFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sparse files, in each of GNU's encodings. */
final class SparseCases {
  private static final String RULE = "A sparse file is expanded, in all four encodings.";

  /** More than the slots of a header and of its first continuation. */
  private static final int MANY_SEGMENTS = 40;

  private SparseCases() {}

  static List<LayerCase> all() {
    return List.of(
        sparse("sparse-old-gnu", SparseFormat.OLD_GNU),
        sparse("sparse-0.0", SparseFormat.PAX_0_0),
        sparse("sparse-0.1", SparseFormat.PAX_0_1),
        sparse("sparse-1.0", SparseFormat.PAX_1_0),
        LayerCase.of(
                "sparse-size-wrong",
                "A sparse map that does not fit the bytes of its entry is refused.",
                new TarBuilder()
                    .add(
                        TarEntry.sparse(
                                "f",
                                SparseFormat.PAX_0_1,
                                10_000,
                                new TarEntry.Segment(0, Content.of("abc")))
                            .declaredSize(512)))
            .isRefused("a sparse map of"),
        LayerCase.of(
                "sparse-overlap",
                "A sparse map whose runs overlap is refused.",
                new TarBuilder()
                    .dialect(Dialect.GNU)
                    .add(
                        TarEntry.sparse(
                            "f",
                            SparseFormat.OLD_GNU,
                            10_000,
                            new TarEntry.Segment(0, Content.zeros(1024)),
                            new TarEntry.Segment(512, Content.zeros(512)))))
            .isRefused("a sparse run between"));
  }

  private static LayerCase sparse(String name, SparseFormat format) {
    var tar = new TarBuilder().dialect(format == SparseFormat.OLD_GNU ? Dialect.GNU : Dialect.PAX);
    var names = new ArrayList<Expected>();
    add(tar, names, "two-runs", format, 300_000, 4096, 200_192);
    add(tar, names, "only-a-hole", format, 1_000_000);
    add(tar, names, "hole-at-end", format, 100_000, 0);
    int[] offsets = new int[MANY_SEGMENTS];
    Arrays.setAll(offsets, i -> 1024 + i * 8192);
    add(tar, names, "many-runs", format, 400_000, offsets);
    tar.file("behind", "the next entry");
    names.add(Expected.file("behind", "the next entry"));
    return LayerCase.of(name, RULE, tar)
        .gives(names.toArray(Expected[]::new))
        .umociDiffers(format == SparseFormat.OLD_GNU ? "it knows no type S" : "");
  }

  /** Adds a file with runs of 512 bytes at the offsets. */
  private static void add(
      TarBuilder tar,
      List<Expected> names,
      String name,
      SparseFormat format,
      int size,
      int... offsets) {
    byte[] whole = new byte[size];
    var segments = new TarEntry.Segment[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      byte[] run = new byte[512];
      Arrays.fill(run, (byte) ('a' + i % 26));
      segments[i] = new TarEntry.Segment(offsets[i], Content.of(run));
      System.arraycopy(run, 0, whole, offsets[i], run.length);
    }
    tar.add(TarEntry.sparse(name, format, size, segments));
    names.add(Expected.file(name, whole));
  }
}
