// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables restate what distribution/reference accepts, refuses and normalises. */
final class ReferenceTest {
  private static final String HEX =
      "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9c";
  private static final String SHA256 = "sha256:" + HEX;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python",
        "python:latest",
        "library/python",
        "library/python:latest",
        "docker.io/python",
        "docker.io/library/python",
        "docker.io/library/python:latest",
        "index.docker.io/python",
        "index.docker.io/library/python",
        "index.docker.io/library/python:latest"
      })
  void parse_everySpellingOfOneImage_isEqual(String spelling) {
    var reference = Reference.parse(spelling);

    assertThat(reference)
        .isEqualTo(Reference.parse("python"))
        .hasToString("docker.io/library/python:latest");
    assertThat(reference.hashCode()).isEqualTo(Reference.parse("python").hashCode());
    assertThat(reference.familiar()).isEqualTo("python:latest");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # input,                     domain,                path,                    tag
          test_com,                    docker.io,             library/test_com,        latest
          test.com:tag,                docker.io,             library/test.com,        tag
          test.com:5000,               docker.io,             library/test.com,        5000
          test.com/repo:tag,           test.com,              repo,                    tag
          test.com/foo,                test.com,              foo,                     latest
          test_com/foo,                docker.io,             test_com/foo,            latest
          docker/migrator,             docker.io,             docker/migrator,         latest
          test:5000/repo,              test:5000,             repo,                    latest
          test:5000/repo:tag,          test:5000,             repo,                    tag
          test-com:8080/foo,           test-com:8080,         foo,                     latest
          lowercase:Uppercase,         docker.io,             library/lowercase,       Uppercase
          sub-dom1.foo.com/bar/baz/quux, sub-dom1.foo.com,    bar/baz/quux,            latest
          b.gcr.io/test.example.com/my-app:test.example.com, b.gcr.io, test.example.com/my-app, test.example.com
          xn--n3h.com/myimage:xn--n3h.com, xn--n3h.com,       myimage,                 xn--n3h.com
          xn--n3h.com:18080/foo,       xn--n3h.com:18080,     foo,                     latest
          foo_bar.com:8080,            docker.io,             library/foo_bar.com,     8080
          foo/foo_bar.com:8080,        docker.io,             foo/foo_bar.com,         8080
          192.168.1.1,                 docker.io,             library/192.168.1.1,     latest
          192.168.1.1:5000,            docker.io,             library/192.168.1.1,     5000
          192.168.1.1/repo,            192.168.1.1,           repo,                    latest
          192.168.1.1:5000/repo:5050,  192.168.1.1:5000,      repo,                    5050
          [2001:db8::1]/repo,          [2001:db8::1],         repo,                    latest
          [2001:db8:1:2:3:4:5:6]/repo:tag, [2001:db8:1:2:3:4:5:6], repo,               tag
          [2001:db8::1]:5000/repo,     [2001:db8::1]:5000,    repo,                    latest
          [2001:db8::1]:5000/repo:tag, [2001:db8::1]:5000,    repo,                    tag
          [2001:db8::]:5000/repo,      [2001:db8::]:5000,     repo,                    latest
          [::1]:5000/repo,             [::1]:5000,            repo,                    latest
          [FC00::1]:5000/docker/docker, [FC00::1]:5000,       docker/docker,           latest
          localhost/fooo,              localhost,             fooo,                    latest
          localhost/fooo/bar,          localhost,             fooo/bar,                latest
          localhost:5000/fooo,         localhost:5000,        fooo,                    latest
          LOCALDOMAIN/fooo,            LOCALDOMAIN,           fooo,                    latest
          Foo/bar,                     Foo,                   bar,                     latest
          FOO/bar,                     FOO,                   bar,                     latest
          index.docker.io/fooo/bar,    docker.io,             fooo/bar,                latest
          docker.io/library/foo/bar,   docker.io,             library/foo/bar,         latest
          docker-rules/docker,         docker.io,             docker-rules/docker,     latest
          docker---rules/docker,       docker.io,             docker---rules/docker,   latest
          dock__er/docker,             docker.io,             dock__er/docker,         latest
          d/docker,                    docker.io,             d/docker,                latest
          _tagged:_x.y-z,              -,                     -,                       -
          foo:_x.y-z,                  docker.io,             library/foo,             _x.y-z
          thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev, docker.io, library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev, latest
          dbcc1,                       docker.io,             library/dbcc1,           latest
          """)
  void parse_table_hasParts(String input, String domain, String path, String tag) {
    if (domain == null) {
      assertThatThrownBy(() -> Reference.parse(input))
          .isInstanceOf(InvalidReferenceException.class);
      return;
    }
    var reference = Reference.parse(input);

    assertThat(reference.domain()).isEqualTo(domain);
    assertThat(reference.path()).isEqualTo(path);
    assertThat(reference.tag()).contains(tag);
    assertThat(reference.digest()).isEmpty();
    assertThat(reference).hasToString(domain + "/" + path + ":" + tag);
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/ubuntu, ubuntu",
    "docker.io/nonlibrary/ubuntu, nonlibrary/ubuntu",
    "docker.io/other/library, other/library",
    "docker.io/library/foo/bar, library/foo/bar",
    "docker.io/store/foo/bar, store/foo/bar",
    "index.docker.io/library/ubuntu-12.04-base, ubuntu-12.04-base",
    "127.0.0.1:8000/private/moonbase, 127.0.0.1:8000/private/moonbase",
    "example.com/privatebase, example.com/privatebase",
    "localhost/library/debian, localhost/library/debian"
  })
  void familiarName_table_isShortest(String input, String familiar) {
    var reference = Reference.parse(input);

    assertThat(reference.familiarName()).isEqualTo(familiar);
    assertThat(Reference.parse(reference.familiar())).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | it is empty
          :justtag                              | there is no repository name
          @sha256:ff                            | has 64 lower-case hex digits
          repo@sha256:ffffffffffffffffffffffffffffffffff | has 64 lower-case hex digits
          validname@invaliddigest:ffffffffffffffffffffff | not a sha256 or sha512 digest
          validname@                            | not a sha256 or sha512 digest
          Uppercase:tag                         | must be lower-case
          test:5000/Uppercase/lowercase:tag     | must be lower-case
          docker/Docker                         | must be lower-case
          docker.io/docker/Docker               | must be lower-case
          aa/asdf$$^/aa                         | not allowed there: '$'
          [2001:db8::1]                         | not allowed there: '['
          [2001:db8::1]:5000                    | not allowed there: '['
          [fe80::1%eth0]:5000/repo              | not allowed: '%'
          [fe80::1%@invalidzone]:5000/repo      | not a sha256 or sha512 digest
          [2001:db8:3:4::192.0.2.33]:5000/debian| not allowed: '.'
          [::1/repo                             | not closed by ']'
          fc00::1:5000/debian                   | a port that is not a number
          https://github.com/docker/docker      | a port that is not a number
          example.com:/repo                     | a port that is not a number
          example.com:80x/repo                  | a port that is not a number
          -docker                               | not allowed there: '-'
          -docker/docker                        | not allowed there: '-'
          docker-/docker                        | not allowed there: '-'
          -docker.io/docker/docker              | not a registry host
          a_b.c/docker                          | not a registry host
          .io/docker                            | not a registry host
          docker///docker                       | has an empty part
          docker.io/docker///docker             | has an empty part
          docker/                               | has an empty part
          /docker                               | has an empty part
          example.com/                          | there is no repository name
          ____/____                             | not allowed there: '_'
          dock..er/docker                       | not a registry host
          dock_.er/docker                       | not a registry host
          dock-.er/docker                       | not a registry host
          docker/dock..er                       | not allowed there: '.'
          docker/dock_.er                       | not allowed there: '.'
          docker/dock-.er                       | not allowed there: '.'
          dock___er/docker                      | not allowed there: '_'
          busybox:-foo                          | the tag "-foo" has a character that is not allowed there: '-'
          busybox:.foo                          | the tag ".foo" has a character that is not allowed there: '.'
          busybox:a:b                           | the tag "a:b" has a character that is not allowed there: ':'
          busybox:                              | the tag after ':' is empty
          busy box                              | not allowed there: U+0020
          büsybox                               | not allowed there: U+00FC
          1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a | an image id
          """)
  void parse_invalid_saysWhatIsWrong(String input, String reason) {
    assertThatThrownBy(() -> Reference.parse(input))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessageContaining(reason)
        .hasMessageStartingWith("invalid reference \"" + input + "\": ");
  }

  @Test
  void parse_imageIdWithDomain_isARepository() {
    assertThat(Reference.parse("docker.io/" + HEX).path()).isEqualTo("library/" + HEX);
  }

  @Test
  void parse_digest_hasNoTag() {
    var reference = Reference.parse("redis@" + SHA256);

    assertThat(reference.tag()).isEmpty();
    assertThat(reference.digest()).contains(Digest.parse(SHA256));
    assertThat(reference).hasToString("docker.io/library/redis@" + SHA256);
    assertThat(reference.familiar()).isEqualTo("redis@" + SHA256);
  }

  @Test
  void parse_tagAndDigest_keepsBoth() {
    var reference = Reference.parse("test:5000/repo:tag@" + SHA256);

    assertThat(reference.tag()).contains("tag");
    assertThat(reference.digest()).contains(Digest.parse(SHA256));
    assertThat(reference).hasToString("test:5000/repo:tag@" + SHA256);
  }

  @Test
  void parse_sha512_isAccepted() {
    assertThat(Reference.parse("redis@sha512:" + HEX + HEX).digest())
        .contains(Digest.parse("sha512:" + HEX + HEX));
  }

  @Test
  void parse_upperCaseDigest_isRefused() {
    assertThatThrownBy(() -> Reference.parse("redis@sha256:" + "F".repeat(64)))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessageContaining("lower-case hex digits");
  }

  @Test
  void parse_pathLength_is255AtMost() {
    assertThat(Reference.parse("example.com/" + "a".repeat(255) + ":tag").path()).hasSize(255);
    assertThat(Reference.parse("a/".repeat(127) + "a:tag-puts-this-over-max").path()).hasSize(255);
    assertThatThrownBy(() -> Reference.parse("domain/" + "a".repeat(256) + ":tag"))
        .hasMessageContaining("characters, more than 255");
    assertThatThrownBy(() -> Reference.parse("example.com/" + "a".repeat(256)))
        .hasMessageContaining("has 256 characters, more than 255");
  }

  @Test
  void parse_tagLength_is128AtMost() {
    assertThat(Reference.parse("a:" + "t".repeat(128)).tag()).contains("t".repeat(128));
    assertThatThrownBy(() -> Reference.parse("a:" + "t".repeat(129)))
        .hasMessageContaining("the tag has 129 characters, more than 128");
  }

  @Test
  void parse_hugeText_failsAtOnceWithAShortMessage() {
    assertThatThrownBy(() -> Reference.parse("a-".repeat(10_000_000)))
        .isInstanceOf(InvalidReferenceException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700));
  }

  @Test
  void parse_canonicalOfAnything_isAFixedPoint() {
    long seed = 20261123;
    var random = new Random(seed);
    String alphabet = "aZ09.:/@_-[]%lo";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(1, 14);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        var reference = Reference.parse(text.toString());
        assertThat(Reference.parse(reference.toString()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(reference);
        assertThat(Reference.parse(reference.familiar()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(reference);
      } catch (InvalidReferenceException ignored) { // the other thing that may happen
        assertThat(ignored.reference()).isEqualTo(text.toString());
      }
    }
  }

  @Test
  void withTag_validTag_replacesIt() {
    assertThat(Reference.parse("redis:1").withTag("2")).isEqualTo(Reference.parse("redis:2"));
    assertThatThrownBy(() -> Reference.parse("redis").withTag("-foo"))
        .isInstanceOf(InvalidReferenceException.class);
  }

  @Test
  void pinnedTo_digest_dropsTheTag() {
    assertThat(Reference.parse("redis:1").pinnedTo(Digest.parse(SHA256)))
        .isEqualTo(Reference.parse("redis@" + SHA256));
  }
}
