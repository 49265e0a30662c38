// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What distribution/reference's published tables (reference_test.go, normalize_test.go,
 * regexp_test.go; compared in November 2026) say beyond {@link ReferenceTest}, as facts. Names are
 * taken as Docker normalises them, so a first part without a dot or a port is no registry here.
 */
final class PublishedReferencesTest {
  private static final String SHA256 =
      "sha256:be178c0543eb17f5f3043021c9e5fcf30285e557a4fc309cce97ff9ca6182912";

  @ParameterizedTest
  @CsvSource({
    "docker/docker,                                docker.io,              docker/docker",
    "library/debian,                               docker.io,              library/debian",
    "debian,                                       docker.io,              library/debian",
    "docker.io/debian,                             docker.io,              library/debian",
    "index.docker.io/docker/docker,                docker.io,              docker/docker",
    "index.docker.io/library/debian,               docker.io,              library/debian",
    "index.docker.io/debian,                       docker.io,              library/debian",
    "127.0.0.1:5000/docker/docker,                 127.0.0.1:5000,         docker/docker",
    "127.0.0.1:5000/library/debian,                127.0.0.1:5000,         library/debian",
    "127.0.0.1:5000/debian,                        127.0.0.1:5000,         debian",
    "192.168.0.1,                                  docker.io,              library/192.168.0.1",
    "192.168.0.1:8/debian,                         192.168.0.1:8,          debian",
    "192.168.0.2:25000/debian,                     192.168.0.2:25000,      debian",
    "192.168.1.1:5000/repo,                        192.168.1.1:5000,       repo",
    "[fc00::1]:5000/docker,                        [fc00::1]:5000,         docker",
    "[fc00::1]:5000/docker/docker,                 [fc00::1]:5000,         docker/docker",
    "[fc00:1:2:3:4:5:6:7]:5000/library/debian,     [fc00:1:2:3:4:5:6:7]:5000, library/debian",
    "Docker/docker,                                Docker,                 docker",
    "DOCKER/docker,                                DOCKER,                 docker",
    "doc/docker,                                   docker.io,              doc/docker",
    "jess/t,                                       docker.io,              jess/t",
    "test.com:8080/foo,                            test.com:8080,          foo",
    "test:8080/foo,                                test:8080,              foo",
    "xn--n3h.com/foo,                              xn--n3h.com,            foo",
    "docker.io/foo,                                docker.io,              library/foo",
    "docker.io/library/foo,                        docker.io,              library/foo",
    "example.com:8000/private/moonbase,            example.com:8000,       private/moonbase",
    "example.com:8000/privatebasee,                example.com:8000,       privatebasee",
    "example.com/private/moonbase,                 example.com,            private/moonbase",
    "127.0.0.1:8000/privatebase,                   127.0.0.1:8000,         privatebase",
    "short,                                        docker.io,              library/short",
    "simple/name,                                  docker.io,              simple/name",
    "docker/stevvooe/app,                          docker.io,              docker/stevvooe/app",
    "aa/aa/aa/aa/aa/aa/aa/aa/aa/bb/bb/bb/bb/bb/bb, docker.io, aa/aa/aa/aa/aa/aa/aa/aa/aa/bb/bb/bb/bb/bb/bb",
    "aa/aa/bb/bb/bb,                               docker.io,              aa/aa/bb/bb/bb",
    "a/a/a/a,                                      docker.io,              a/a/a/a",
    "a,                                            docker.io,              library/a",
    "a/aa,                                         docker.io,              a/aa",
    "a/aa/a,                                       docker.io,              a/aa/a",
    "foo.com,                                      docker.io,              library/foo.com",
    "foo.com:8080/bar,                             foo.com:8080,           bar",
    "foo.com/bar,                                  foo.com,                bar",
    "foo.com/bar/baz,                              foo.com,                bar/baz",
    "localhost:8080/bar,                           localhost:8080,         bar",
    "blog.foo.com/bar/baz,                         blog.foo.com,           bar/baz",
    "aa-a/a,                                       docker.io,              aa-a/a",
    "foo_bar,                                      docker.io,              library/foo_bar",
    "foo_bar.com,                                  docker.io,              library/foo_bar.com",
    "foo.com/foo_bar,                              foo.com,                foo_bar",
    "xn--7o8h.com/myimage,                         xn--7o8h.com,           myimage",
    "example.com/xn--7o8h.com/myimage,             example.com,            xn--7o8h.com/myimage",
    "example.com/some_separator__underscore/myimage, example.com, some_separator__underscore/myimage",
    "do__cker/docker,                              docker.io,              do__cker/docker",
    "registry.io/foo/project--id.module--name.ver---sion--name, registry.io, foo/project--id.module--name.ver---sion--name",
    "Asdf.com/foo/bar,                             Asdf.com,               foo/bar",
  })
  void parse_name_hasDomainAndPath(String input, String domain, String path) {
    var reference = Reference.parse(input);

    assertThat(reference.domain()).isEqualTo(domain);
    assertThat(reference.path()).isEqualTo(path);
  }

  /** The registries of the regular expression's table, each with a repository behind. */
  @ParameterizedTest
  @CsvSource({
    "test.com,                true",
    "test.com:10304,          true",
    "test.com:http,           false",
    "localhost,               true",
    "localhost:8080,          true",
    "a,                       true",
    "a.b,                     true",
    "ab.cd.com,               true",
    "a-b.com,                 true",
    "-ab.com,                 false",
    "ab-.com,                 false",
    "ab.c-om,                 true",
    "ab.-com,                 false",
    "ab.com-,                 false",
    "0101.com,                true",
    "001a.com,                true",
    "b.gbc.io:443,            true",
    "b.gbc.io,                true",
    "xn--n3h.com,             true",
    "Asdf.com,                true",
    "192.168.1.1:75050,       true",
    "192.168.1.1:750050,      true",
    "[fd00:1:2::3]:75050,     true",
    "[fd00:1:2::3]75050,      false",
    "[fd00:1:2::3]::75050,    false",
    "[fd00:1:2::3%eth0]:75050, false",
    "[fd00123123123]:75050,   true",
    "[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:75050, true",
    "[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:750505, true",
    "fd00:1:2::3:75050,       false",
  })
  void parse_registry_isOneOrNot(String registry, boolean valid) {
    if (valid) {
      assertThat(Reference.parse(registry + "/repo").toString()).contains(registry);
    } else {
      assertInvalid(registry + "/repo");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "validname@invaliddigest:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "[2001:db8::1]:tag",
        "[fc00::1]",
        "[fc00::1]:5000",
        "[fe80::1%eth0]:5000/debian",
        "-docker-/docker",
        "_docker/_docker",
        "this_is_not_a_valid_namespace_because_its_lenth_is_greater_than_255_this_is_not_a_valid_namespace_because_its_lenth_is_greater_than_255_this_is_not_a_valid_namespace_because_its_lenth_is_greater_than_255_this_is_not_a_valid_namespace_because_its_lenth_is_greater_than_255/docker",
        "-foo",
        "a/a/a/a/",
        "a//a/a",
        "foo.com/",
        "foo.com:http/bar",
        "a^a",
        "asdf$$^/aa",
        "a-/a/a/a",
        "foo.com/a-/a/a",
        "-foo/bar",
        "foo/bar-",
        "foo-/bar",
        "foo/-bar",
        "_foo/bar",
        "foo_bar.com:8080/app",
        "docker_/docker_",
        "example.com/__underscore/myimage",
        "example.com/..dots/myimage",
        "example.com/.dots/myimage",
        "example.com/nodouble..dots/myimage",
        "docker./docker",
        ".docker/docker",
        "do..cker/docker",
        "do__cker:8080/docker",
        "Foo/FarB",
        "registry.com:8080/myapp@sha256:badbadbadbad",
        "registry.com:8080/myapp:invalid~tag",
        "bad_hostname.com:8080/myapp:tag",
        "localhost:http/name@" + SHA256,
        "registry.com:8080/myapp@bad",
        "registry.com:8080/myapp@2bad",
        "da304e823d8ca2b9d863a3c897baeb852ba21ea9a9f1414736394ae7fcaf9821",
        "7EC43B381E5AEFE6E04EFB0B3F0693FF2A4A50652D64AEC573905F2DB5889A1C",
      })
  void parse_invalid_isRefused(String input) {
    assertInvalid(input);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "registry.com:8080/myapp:tag,            registry.com:8080/myapp,            tag,  -",
        "registry.com:8080/myapp@"
            + SHA256
            + ", registry.com:8080/myapp,            -,    "
            + SHA256,
        "registry.com:8080/myapp:tag2@"
            + SHA256
            + ", registry.com:8080/myapp,       tag2, "
            + SHA256,
        "localhost:8080@"
            + SHA256
            + ",          docker.io/library/localhost,        8080, "
            + SHA256,
        "localhost:8080/name@"
            + SHA256
            + ",     localhost:8080/name,                -,    "
            + SHA256,
        "localhost@"
            + SHA256
            + ",               docker.io/library/localhost,        -,    "
            + SHA256,
        "test:5000/repo@"
            + SHA256
            + ",          test:5000/repo,                     -,    "
            + SHA256,
        "[2001:db8::1]:5000/repo@"
            + SHA256
            + ", [2001:db8::1]:5000/repo,            -,    "
            + SHA256,
        "[2001:db8::1]:5000/repo:tag@"
            + SHA256
            + ", [2001:db8::1]:5000/repo,        tag,  "
            + SHA256,
        "dmcgowan/myapp@"
            + SHA256
            + ",          docker.io/dmcgowan/myapp,           -,    "
            + SHA256,
        "docker.io/dmcgowan/myapp@"
            + SHA256
            + ", docker.io/dmcgowan/myapp,          -,    "
            + SHA256,
        "docker.io/library/redis@"
            + SHA256
            + ", docker.io/library/redis,            -,    "
            + SHA256,
        "busybox:latest@"
            + SHA256
            + ",          docker.io/library/busybox,         latest, "
            + SHA256,
        "192.168.0.1:80,                         docker.io/library/192.168.0.1,      80,   -",
        "192.168.1.1:tag,                        docker.io/library/192.168.1.1,      tag,  -",
        "sub-dom1.foo.com/bar/baz/quux:some-long-tag, sub-dom1.foo.com/bar/baz/quux, some-long-tag, -",
        "example.com:8000/named:tagged,          example.com:8000/named,          tagged, -",
        "test.com:8000/foo:TAG5,                 test.com:8000/foo,                  TAG5, -",
        "redis:latest,                           docker.io/library/redis,         latest, -",
        "dmcgowan/myapp:latest,                  docker.io/dmcgowan/myapp,        latest, -",
        "docker.io/mcgowan/myapp:latest,         docker.io/mcgowan/myapp,         latest, -",
        "dmcgowan/myapp,                         docker.io/dmcgowan/myapp,        latest, -",
        "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9, docker.io/library/dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9, latest, -",
        "da304e823d8ca2b9d863a3c897baeb852ba21ea9a9f1414736394ae7fcaf98218482, docker.io/library/da304e823d8ca2b9d863a3c897baeb852ba21ea9a9f1414736394ae7fcaf98218482, latest, -",
      })
  void parse_whole_hasNameTagAndDigest(String input, String name, String tag, String digest) {
    var reference = Reference.parse(input);

    assertThat(reference.domain() + "/" + reference.path()).isEqualTo(name);
    assertThat(reference.tag().orElse(null)).isEqualTo(tag);
    assertThat(reference.digest().map(Digest::toString).orElse(null)).isEqualTo(digest);
  }

  @Test
  void parse_sha512BehindATag_keepsBoth() {
    String digest = "sha512:" + "f".repeat(128);
    var reference = Reference.parse("xn--7o8h.com/myimage:xn--7o8h.com@" + digest);

    assertThat(reference.tag()).contains("xn--7o8h.com");
    assertThat(reference.digest()).contains(Digest.parse(digest));
  }

  @Test
  void parse_nameOverTheLimit_isRefused() {
    assertInvalid("a/".repeat(128) + "a:tag");
  }

  private static void assertInvalid(String input) {
    assertThatThrownBy(() -> Reference.parse(input)).isInstanceOf(InvalidReferenceException.class);
  }
}
