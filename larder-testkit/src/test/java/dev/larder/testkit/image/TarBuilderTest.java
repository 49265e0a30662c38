// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.oracle.GnuTar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GNU tar reads what the builder wrote. */
final class TarBuilderTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void toByteArray_everyType_listedByGnuTar(Dialect dialect) throws Exception {
    byte[] tar =
        new TarBuilder()
            .dialect(dialect)
            .directory("d/", 01777)
            .add(TarEntry.file("d/f", "text").mode(04755).owner(1000, 1001).mtime(86_400))
            .symlink("d/s", "../x")
            .hardLink("d/h", "d/f")
            .fifo("d/p")
            .toByteArray();

    assertThat(GnuTar.list(tar))
        .containsExactly(
            "drwxrwxrwt 0/0 0 2001-09-09 01:46:40 d/",
            "-rwsr-xr-x 1000/1001 4 1970-01-02 00:00:00 d/f",
            "lrwxrwxrwx 0/0 0 2001-09-09 01:46:40 d/s -> ../x",
            "hrw-r--r-- 0/0 0 2001-09-09 01:46:40 d/h link to d/f",
            "prw-r--r-- 0/0 0 2001-09-09 01:46:40 d/p");
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "V7", mode = EnumSource.Mode.EXCLUDE)
  void toByteArray_devicesAndLongName_listedByGnuTar(Dialect dialect) throws Exception {
    String longName = "a".repeat(80) + "/" + "b".repeat(90);
    byte[] tar =
        new TarBuilder()
            .dialect(dialect)
            .characterDevice("null", 1, 3)
            .blockDevice("sda", 8, 17)
            .file(longName, "x")
            .toByteArray();

    assertThat(GnuTar.list(tar))
        .containsExactly(
            "crw-r--r-- 0/0 1,3 2001-09-09 01:46:40 null",
            "brw-r--r-- 0/0 8,17 2001-09-09 01:46:40 sda",
            "-rw-r--r-- 0/0 1 2001-09-09 01:46:40 " + longName);
  }

  @ParameterizedTest
  @EnumSource(
      value = Dialect.class,
      names = {"GNU", "PAX"})
  void toByteArray_whatOctalCannotSay_listedByGnuTar(Dialect dialect) throws Exception {
    String name = "n".repeat(300);
    String target = "t".repeat(200);
    byte[] tar =
        new TarBuilder()
            .dialect(dialect)
            .symlink(name, target)
            .add(TarEntry.file("old", "").mtime(-1).owner(4_294_967_295L, 3_000_000))
            .add(TarEntry.file("new", "").mtime(1L << 34).base256())
            .toByteArray();

    assertThat(GnuTar.list(tar))
        .containsExactly(
            "lrwxrwxrwx 0/0 0 2001-09-09 01:46:40 " + name + " -> " + target,
            "-rw-r--r-- 4294967295/3000000 0 1969-12-31 23:59:59 old",
            "-rw-r--r-- 0/0 0 2514-05-30 01:53:04 new");
  }

  @Test
  void toByteArray_fractionOfASecond_extractedByGnuTar() throws Exception {
    byte[] tar =
        new TarBuilder()
            .add(TarEntry.file("f", "").mtime(1, 500))
            .add(TarEntry.file("before", "").mtime(-2, 250_000_000))
            .toByteArray();

    extract(tar);

    assertThat(Files.getLastModifiedTime(directory.resolve("f")).toInstant())
        .isEqualTo(Instant.ofEpochSecond(1, 500));
    assertThat(Files.getLastModifiedTime(directory.resolve("before")).toInstant())
        .isEqualTo(Instant.ofEpochSecond(-2, 250_000_000));
  }

  @ParameterizedTest
  @EnumSource(SparseFormat.class)
  void sparse_manySegments_expandedByGnuTar(SparseFormat format) throws Exception {
    var segments = new TarEntry.Segment[30];
    byte[] expected = new byte[1_000_000];
    for (int i = 0; i < segments.length; i++) {
      byte[] bytes = ("segment " + i).repeat(512).getBytes(StandardCharsets.US_ASCII);
      bytes = Arrays.copyOf(bytes, i + 1 < segments.length ? 1024 : 700);
      segments[i] = new TarEntry.Segment(i * 8192L, Content.of(bytes));
      System.arraycopy(bytes, 0, expected, i * 8192, bytes.length);
    }
    byte[] tar =
        new TarBuilder()
            .dialect(format == SparseFormat.OLD_GNU ? Dialect.GNU : Dialect.PAX)
            .add(TarEntry.sparse("sparse", format, expected.length, segments))
            .file("behind", "b")
            .toByteArray();

    extract(tar);

    assertThat(directory.resolve("sparse")).hasBinaryContent(expected);
    assertThat(directory.resolve("behind")).hasContent("b");
  }

  @Test
  void xattr_binaryValue_keptByGnuTar() throws Exception {
    byte[] tar =
        new TarBuilder()
            .add(TarEntry.file("f", "").xattr("user.x", new byte[] {0, '\n', (byte) 0xff}))
            .toByteArray();

    assertThat(GnuTar.list(tar, "--verbose", "--xattrs"))
        .containsExactly("-rw-r--r--* 0/0 0 2001-09-09 01:46:40 f", " x: 3 user.x");
  }

  @Test
  void globalHeader_mtime_appliedByGnuTar() throws Exception {
    byte[] tar = new TarBuilder().globalHeader("mtime", "5").file("f", "").toByteArray();

    assertThat(GnuTar.list(tar)).containsExactly("-rw-r--r-- 0/0 0 1970-01-01 00:00:05 f");
  }

  @Test
  void whiteout_pathInDirectory_namedByMarker() throws Exception {
    byte[] tar = new TarBuilder().whiteout("foo/x").opaque("foo").opaque("").toByteArray();

    assertThat(GnuTar.list(tar))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .containsExactly("foo/.wh.x", "foo/.wh..wh..opq", ".wh..wh..opq");
  }

  @Test
  void header_checksumBytes_standAsGiven() {
    byte[] tar =
        new TarBuilder()
            .add(TarEntry.file("f", "").header(148, "0000000\0".getBytes(StandardCharsets.UTF_8)))
            .withoutEnd()
            .toByteArray();

    assertThat(tar).hasSize(512);
    assertThat(new String(tar, 148, 8, StandardCharsets.US_ASCII)).isEqualTo("0000000\0");
  }

  @Test
  void toByteArray_v7WithLongName_refused() {
    var tar = new TarBuilder().dialect(Dialect.V7).file("n".repeat(101), "");

    assertThatThrownBy(tar::toByteArray)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("101 bytes");
  }

  private void extract(byte[] tar) throws IOException {
    GnuTar.extract(Files.write(directory.resolve("test.tar"), tar), directory);
  }
}
