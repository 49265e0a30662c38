// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.Dialect;
import dev.larder.testkit.image.SparseFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a layer may ask for, just under each limit, at it and just over it. */
final class LayerLimitsTest {
  private static final LayerLimits DEFAULT = LayerLimits.DEFAULT;

  @TempDir private Path temporary;

  @Test
  void convert_entriesPerLayer_countsImpliedDirectories() {
    // Two entries, and the directories x and x/y that they imply.
    var tar = new TarBuilder().file("a", "a").file("x/y/b", "b");
    requireLimit(4, "entriesPerLayer", tar, DEFAULT::withEntriesPerLayer);
  }

  @Test
  void convert_bytesPerFile_bounded() {
    requireLimit(
        1000,
        "bytesPerFile",
        new TarBuilder().file("a", Content.zeros(1000)),
        DEFAULT::withBytesPerFile);
  }

  @Test
  void convert_bytesPerFile_holesCount() {
    var sparse = TarEntry.sparse("a", SparseFormat.OLD_GNU, 1 << 30);
    requireLimit(
        1 << 30,
        "bytesPerFile",
        new TarBuilder().dialect(Dialect.GNU).add(sparse),
        DEFAULT::withBytesPerFile);
  }

  @Test
  void convert_bytesPerLayer_boundsTheStream() {
    var tar = new TarBuilder().file("a", "a").directory("b/");
    requireLimit(tar.toByteArray().length, "bytesPerLayer", tar, DEFAULT::withBytesPerLayer);
  }

  @Test
  void convert_bytesPerLayer_boundsTheFilesTogether() {
    var tar =
        new TarBuilder()
            .dialect(Dialect.GNU)
            .add(TarEntry.sparse("a", SparseFormat.OLD_GNU, 1 << 30))
            .add(TarEntry.sparse("b", SparseFormat.OLD_GNU, 1 << 30));
    requireLimit(2L << 30, "bytesPerLayer", tar, DEFAULT::withBytesPerLayer);
  }

  @Test
  void convert_metadataBytes_countsNamesTargetsAndAttributes() {
    var tar =
        new TarBuilder()
            .add(TarEntry.file("a/b", "not this").xattr("user.a", "12345"))
            .symlink("s", "target")
            .hardLink("h", "s");
    requireLimit(3 + 6 + 5 + 1 + 6 + 1 + 1, "metadataBytes", tar, DEFAULT::withMetadataBytes);
  }

  @Test
  void convert_attributesOfManyEntries_refusedInBoundedMemory() {
    byte[] entry =
        new TarBuilder()
            .add(
                TarEntry.file("a", "")
                    .xattr("user.a", new byte[60_000])
                    .xattr("user.b", new byte[60_000]))
            .withoutEnd()
            .toByteArray();
    int copies = 10_000;
    var tars = Collections.nCopies(copies, entry).stream().map(ByteArrayInputStream::new);
    var bomb = new SequenceInputStream(Collections.enumeration(tars.toList()));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> convert(bomb, DEFAULT))
                .isInstanceOf(LayerFormatException.class)
                .hasMessageContaining("metadataBytes"));
  }

  @Test
  void convert_pathBytes_bounded() {
    requireLimit(
        9,
        "pathBytes",
        new TarBuilder().file("./dir//name5", "x"),
        bytes -> DEFAULT.withPathBytes((int) bytes));
  }

  @Test
  void convert_pathBytes_boundedForLinkTargets() {
    requireLimit(
        9,
        "pathBytes",
        new TarBuilder().hardLink("a", "dir/name5").file("dir/name5", "x"),
        bytes -> DEFAULT.withPathBytes((int) bytes));
  }

  @Test
  void convert_depth_bounded() {
    requireLimit(
        3, "depth", new TarBuilder().file("a/b/c", "x"), depth -> DEFAULT.withDepth((int) depth));
  }

  @Test
  void convert_paxHeaderBytes_bounded() {
    // "NN comment=" and a line feed around 2,000 bytes.
    var entry = TarEntry.file("a", "x").pax("comment", "c".repeat(2_000));
    requireLimit(
        2_014,
        "paxHeaderBytes",
        new TarBuilder().add(entry),
        bytes -> DEFAULT.withPaxHeaderBytes((int) bytes));
  }

  @Test
  void convert_paxHeaderBytes_boundsLongNames() {
    requireLimit(
        201,
        "paxHeaderBytes",
        new TarBuilder().dialect(Dialect.GNU).file("n".repeat(200), "x"),
        bytes -> DEFAULT.withPaxHeaderBytes((int) bytes));
  }

  @Test
  void convert_paxHeaderBytes_boundsSparseMaps() {
    var segments = new TarEntry.Segment[25];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new TarEntry.Segment(i * 1024L, Content.zeros(512));
    }
    // Four runs fit the header, 21 the block behind it.
    var sparse = TarEntry.sparse("a", SparseFormat.OLD_GNU, 24 * 1024 + 512, segments);
    requireLimit(
        512,
        "paxHeaderBytes",
        new TarBuilder().dialect(Dialect.GNU).add(sparse),
        bytes -> DEFAULT.withPaxHeaderBytes((int) bytes));
  }

  @Test
  void convert_xattrBytes_bounded() {
    var entry = TarEntry.file("a", "x").xattr("user.a", "12345").xattr("user.b", "");
    requireLimit(
        6 + 5 + 8 + 6 + 8,
        "xattrBytes",
        new TarBuilder().add(entry),
        bytes -> DEFAULT.withXattrBytes((int) bytes));
  }

  @Test
  void convert_tenMillionEntries_refusedInBoundedMemory() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> convert(new ManyFiles(10_000_000), DEFAULT))
                .isInstanceOf(LayerFormatException.class)
                .hasMessageContaining("entriesPerLayer"));
  }

  /** A thing of size {@code limit}: let through at the limit and over it, and refused under it. */
  private void requireLimit(
      long limit, String name, TarBuilder tar, LongFunction<LayerLimits> limits) {
    byte[] bytes = tar.toByteArray();
    for (long enough : new long[] {limit + 1, limit}) {
      assertThatCode(() -> convert(new ByteArrayInputStream(bytes), limits.apply(enough)))
          .as(name + " " + enough)
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> convert(new ByteArrayInputStream(bytes), limits.apply(limit - 1)))
        .isInstanceOfSatisfying(
            LayerFormatException.class,
            e -> {
              assertThat(e.offset()).isBetween(0L, (long) bytes.length);
              assertThat(e.isOverLimit()).isTrue();
            })
        .hasMessageContaining("(" + name + ")")
        .hasMessageContaining(Long.toString(limit - 1));
  }

  private void convert(InputStream tar, LayerLimits limits) throws IOException {
    Path layer = temporary.resolve("layer");
    try (var out =
        FileChannel.open(
            layer,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      LayerConverter.convert(tar, out, limits);
    }
  }

  /** The headers of empty files with a name each, made as they are read. */
  private static final class ManyFiles extends InputStream {
    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    private final byte[] header;
    private final long end;
    private long position;

    ManyFiles(long files) {
      this.end = files * BLOCK;
      this.header = new TarBuilder().file("0".repeat(10), "").toByteArray();
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == end) {
        return -1;
      }
      int inBlock = (int) (position % BLOCK);
      if (inBlock == 0) {
        setNumber(position / BLOCK);
      }
      int count = Math.min(length, BLOCK - inBlock);
      System.arraycopy(header, inBlock, target, offset, count);
      position += count;
      return count;
    }

    private void setNumber(long number) {
      long rest = number;
      for (int digit = 9; digit >= 0; digit--) {
        header[digit] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      int sum = 8 * ' ';
      for (int i = 0; i < BLOCK; i++) {
        boolean own = i >= CHECKSUM && i < CHECKSUM + 8;
        sum += own ? 0 : header[i] & 0xFF;
      }
      for (int i = CHECKSUM + 5; i >= CHECKSUM; i--) {
        header[i] = (byte) ('0' + (sum & 7));
        sum >>= 3;
      }
    }
  }
}
