// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.InvalidReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name without a registry stands for. */
final class ShortNamesTest {
  private static final String DIGEST = "@sha256:" + "a".repeat(64);

  @TempDir private Path directory;
  private Path conf;
  private Path dropIns;
  private ShortNames names;

  @BeforeEach
  void makeDirectories() throws IOException {
    conf = Files.createFile(directory.resolve("registries.conf"));
    dropIns = Files.createDirectory(directory.resolve("registries.conf.d"));
    names = ShortNames.of(new HostsPaths(List.of(conf), List.of(dropIns), List.of()));
  }

  private String parse(String text) throws IOException {
    return names.parse(text).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "fedora,                  a.io/fedora:latest",
    "fedora:40,               a.io/fedora:40",
    "team/app,                b.io:5000/x/app:latest",
    "team/app:1,              b.io:5000/x/app:1",
    "hub,                     docker.io/library/other:latest",
    "debian,                  docker.io/library/debian:latest",
    "app,                     docker.io/library/app:latest",
    "team/app/fedora,         docker.io/team/app/fedora:latest",
    "fedora/team,             docker.io/fedora/team:latest",
    "library/fedora,          docker.io/library/fedora:latest",
    "docker.io/fedora,        docker.io/library/fedora:latest",
    "index.docker.io/fedora,  docker.io/library/fedora:latest",
    "localhost/fedora,        localhost/fedora:latest",
    "c.io/fedora,             c.io/fedora:latest"
  })
  void parse_shortName_isItsAliasElseDockerHubs(String text, String meant) throws Exception {
    Files.writeString(
        conf,
        """
        unqualified-search-registries = ["registry.invalid"]
        [aliases]
        "fedora" = "a.io/fedora"
        "team/app" = 'b.io:5000/x/app'
        hub = "docker.io/other"
        "debian" = "docker.io/library/debian"
        """);
    assertThat(parse(text)).isEqualTo(meant);
  }

  @Test
  void parse_digest_staysWithTheAlias() throws Exception {
    Files.writeString(conf, "[aliases]\nfedora = 'a.io/fedora'\n");
    assertThat(parse("fedora" + DIGEST)).isEqualTo("a.io/fedora" + DIGEST);
    assertThat(parse("fedora:1" + DIGEST)).isEqualTo("a.io/fedora:1" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aliases = { fedora = 'a.io/x' }",
        "aliases.fedora = 'a.io/x'",
        "[ aliases ]\n\t'fedora'='a.io/x' # \"fedora\" = \"docker.io/library/fedora\"",
        "[aliases]\r\nfedora = \"a.io/x\"\r\n",
        "[aliases]\n\"\\u0066edora\" = \"a.io/x\"\n",
        "\ufeff[aliases]\nfedora = \"a.io/x\"\n"
      })
  void parse_otherSpellingsOfToml_areRead(String text) throws Exception {
    Files.writeString(conf, text);
    assertThat(parse("fedora")).isEqualTo("a.io/x:latest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#[aliases]\n#fedora = 'a.io/x'",
        "[other]\nfedora = 'a.io/x'",
        "[[registry]]\nlocation = 'a.io'\nprefix = 'docker.io/library/fedora'",
        "[aliases]\nfedora-minimal = 'a.io/x'\nx-fedora = 'a.io/x'"
      })
  void parse_otherLines_areNoAlias(String text) throws Exception {
    Files.writeString(conf, text);
    assertThat(parse("fedora")).isEqualTo("docker.io/library/fedora:latest");
  }

  @Test
  void parse_dropIns_overrideAndTakeBack() throws Exception {
    Files.writeString(conf, "[aliases]\none = 'a.io/x'\ntwo = 'a.io/x'\nthree = 'a.io/x'\n");
    Files.writeString(dropIns.resolve("1.conf"), "[aliases]\none = 'b.io/x'\ntwo = 'b.io/x'\n");
    Files.writeString(
        dropIns.resolve("2.conf"), "[aliases]\n\"two\" = \"docker.io/library/two\"\nthree = ''\n");

    assertThat(parse("one")).isEqualTo("b.io/x:latest");
    assertThat(parse("two")).isEqualTo("docker.io/library/two:latest");
    assertThat(parse("three")).isEqualTo("docker.io/library/three:latest");
  }

  @Test
  void parse_fileThatChanges_countsFromTheNextCallOn() throws Exception {
    assertThat(parse("fedora")).startsWith("docker.io/");
    Files.writeString(conf, "[aliases]\nfedora = 'a.io/x'\n");
    assertThat(parse("fedora")).startsWith("a.io/");
    Files.writeString(dropIns.resolve("1.conf"), "[aliases]\nfedora = 'bb.io/x'\n");
    assertThat(parse("fedora")).startsWith("bb.io/");
    Files.delete(dropIns.resolve("1.conf"));
    assertThat(parse("fedora")).startsWith("a.io/");
  }

  @Test
  void parse_fileOfTheSameTimeAndSizeInItsPlace_counts() throws Exception {
    Files.writeString(conf, "[aliases]\nfedora = 'a.io/x'\n");
    assertThat(parse("fedora")).startsWith("a.io/");

    Path other = Files.writeString(directory.resolve("other"), "[aliases]\nfedora = 'b.io/x'\n");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(conf));
    Files.move(other, conf, StandardCopyOption.ATOMIC_MOVE);

    assertThat(parse("fedora")).startsWith("b.io/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "team/x",
        "a.io/x:1",
        "a.io/x@sha256:1",
        "a.io",
        "a.io/",
        "a.io/X",
        "http://a.io/x"
      })
  void parse_aliasOfWhatIsNoRepository_isRefusedWithItsLine(String target) throws Exception {
    Files.writeString(conf, "[aliases]\nother = 'a.io/x'\nfedora = '%s'\n".formatted(target));
    assertThatThrownBy(() -> parse("fedora"))
        .isInstanceOf(HostsFileException.class)
        .hasMessage(conf + ", line 3: fedora stands for what is not HOST[:PORT]/REPOSITORY");
    assertThat(parse("other")).isEqualTo("a.io/x:latest");
  }

  @Test
  void parse_brokenFile_failsOnlyWhatItMaySpeakOf() throws Exception {
    Files.writeString(conf, "[aliases\nfedora = 'a.io/x'\n");
    assertThatThrownBy(() -> parse("fedora"))
        .isInstanceOf(HostsFileException.class)
        .hasMessageStartingWith(conf + ", line 1: ");
    assertThat(parse("debian")).isEqualTo("docker.io/library/debian:latest");
    assertThat(parse("a.io/fedora")).isEqualTo("a.io/fedora:latest");
  }

  @Test
  void parse_noReference_isRefusedAsBefore() {
    assertThatThrownBy(() -> parse("Fedora")).isInstanceOf(InvalidReferenceException.class);
  }
}
