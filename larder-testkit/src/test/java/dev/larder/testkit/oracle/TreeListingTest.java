// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree made by hand, some of it by GNU tar, since Java cannot name it. */
final class TreeListingTest {

  private static final byte[] ODD_NAME = {
    'l', 'a', 't', 'i', 'n', (byte) 0xe9, '\n', '\\', ' ', '=', '#'
  };
  private static final String ODD = new String(ODD_NAME, StandardCharsets.ISO_8859_1);

  @TempDir private Path directory;

  @BeforeEach
  void requireRoot() {
    Requirement.root();
  }

  @Test
  void of_file_listsEveryField() throws Exception {
    Path root =
        extract(
            "a",
            new TarBuilder()
                .directory("d/")
                .add(
                    TarEntry.file("d/f", "abc")
                        .mode(06755)
                        .owner(70_000, 70_001)
                        .mtime(-2, 250_000_000)
                        .xattr("user.one", new byte[] {0, 1, -1})
                        .xattr("trusted.empty", "")));

    TreeEntry entry = TreeListing.of(root).find("d/f").orElseThrow();

    assertThat(entry)
        .isEqualTo(
            new TreeEntry(
                "d/f",
                'f',
                06755,
                70_000,
                70_001,
                1,
                3,
                "",
                Instant.ofEpochSecond(-2, 250_000_000),
                "",
                new TreeMap<>(Map.of("user.one", "0001ff", "trusted.empty", "")),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "d/f"));
  }

  @Test
  void of_everyType_listed() throws Exception {
    Path root =
        extract(
            "a",
            new TarBuilder()
                .directory("d/", 01777)
                .symlink("s", "d//x/")
                .symlink("dangling", "/nowhere")
                .fifo("p")
                .characterDevice("c", 1, 300)
                .characterDevice("c0", 0, 0)
                .blockDevice("b", 259, 17));

    TreeListing listing = TreeListing.of(root);

    assertThat(listing.entries())
        .extracting(TreeEntry::path, TreeEntry::type, TreeEntry::device, TreeEntry::linkTarget)
        .map(Object::toString)
        .containsExactly(
            "(\"\", 'd', \"\", \"\")",
            "(\"b\", 'b', \"259:17\", \"\")",
            "(\"c\", 'c', \"1:300\", \"\")",
            "(\"c0\", 'c', \"0:0\", \"\")",
            "(\"d\", 'd', \"\", \"\")",
            "(\"dangling\", 'l', \"\", \"/nowhere\")",
            "(\"p\", 'p', \"\", \"\")",
            "(\"s\", 'l', \"\", \"d//x/\")");
  }

  @Test
  void of_nameThatIsNotText_keptAsBytes() throws Exception {
    Path root =
        extract(
            "a",
            new TarBuilder()
                .add(TarEntry.file("", "abc").name(ODD_NAME).xattr("user.x\n\\y", "v"))
                .add(TarEntry.symlink("s", "").linkTarget(ODD_NAME)));

    TreeListing listing = TreeListing.of(root);

    TreeEntry entry = listing.find(ODD).orElseThrow();
    assertThat(entry.contentDigest()).startsWith("ba7816bf");
    assertThat(entry.xattrs()).isEqualTo(Map.of("user.x\n\\y", "76"));
    assertThat(listing.find("s").orElseThrow().linkTarget()).isEqualTo(ODD);
  }

  @Test
  void of_hardLinks_groupedByFirstName() throws Exception {
    Path root =
        extract(
            "a",
            new TarBuilder()
                .file("z", "same")
                .hardLink("m", "z")
                .symlink("s", "z")
                .hardLink("s2", "s")
                .file("other", "same"));

    TreeListing listing = TreeListing.of(root);

    assertThat(listing.find("z").orElseThrow().sameInodeAs()).isEqualTo("m");
    assertThat(listing.find("z").orElseThrow().linkCount()).isEqualTo(2);
    assertThat(listing.find("s2").orElseThrow().sameInodeAs()).isEqualTo("s");
    assertThat(listing.find("other").orElseThrow().sameInodeAs()).isEqualTo("other");
  }

  @Test
  void differencesFrom_sameTarTwice_none() throws Exception {
    var tar =
        new TarBuilder()
            .directory("./", 0750)
            .directory("d/")
            .add(TarEntry.file("d/f", "abc").xattr("user.x", "y"))
            .hardLink("d/g", "d/f");

    TreeListing first = TreeListing.of(extract("a", tar));

    assertThat(first.differencesFrom(TreeListing.of(extract("b", tar)))).isEmpty();
  }

  @Test
  void differencesFrom_eachField_toldByPath() throws Exception {
    var wanted =
        new TarBuilder()
            .directory("./")
            .file("content", "abc")
            .file("gone", "")
            .add(TarEntry.file("meta", "").mode(0600).owner(1, 2).mtime(5))
            .add(TarEntry.file("xattr", "").xattr("user.x", "1"))
            .symlink("link", "a")
            .file("one", "")
            .hardLink("two", "one")
            .file("size", "abc")
            .characterDevice("device", 1, 3)
            .characterDevice("type", 1, 3);
    var got =
        new TarBuilder()
            .directory("./")
            .file("content", "abd")
            .file("new\n", "")
            .add(TarEntry.file("meta", "").mode(0601).owner(3, 4).mtime(5, 7))
            .add(TarEntry.file("xattr", "").xattr("user.x", "2"))
            .symlink("link", "b")
            .file("one", "")
            .file("two", "")
            .file("size", "ab")
            .characterDevice("device", 1, 4)
            .blockDevice("type", 1, 3);

    var differences =
        TreeListing.of(extract("b", got)).differencesFrom(TreeListing.of(extract("a", wanted)));

    assertThat(differences)
        .map(line -> line.replaceAll("[0-9a-f]{64}", "DIGEST").replaceFirst("\\{.*", "…"))
        .containsExactly(
            "/content: content: wanted DIGEST, got DIGEST",
            "/device: device: wanted 1:3, got 1:4",
            "/gone: missing, …",
            "/link: link target: wanted a, got b",
            "/meta: mode: wanted 0600, got 0601",
            "/meta: uid: wanted 1, got 3",
            "/meta: gid: wanted 2, got 4",
            "/meta: mtime: wanted 1970-01-01T00:00:05Z, got 1970-01-01T00:00:05.000000007Z",
            "/new\\x0a: unexpected, …",
            "/one: link count: wanted 2, got 1",
            "/size: size: wanted 3, got 2",
            "/size: content: wanted DIGEST, got DIGEST",
            "/two: link count: wanted 2, got 1",
            "/two: same inode as: wanted one, got two",
            "/type: type: wanted c, got b",
            "/xattr: xattrs: wanted …");
  }

  private Path extract(String name, TarBuilder tar) throws Exception {
    Path file = Files.write(directory.resolve(name + ".tar"), tar.toByteArray());
    Path root = Files.createDirectory(directory.resolve(name));
    GnuTar.extract(file, root);
    return root;
  }
}
