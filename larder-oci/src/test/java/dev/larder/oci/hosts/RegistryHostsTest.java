// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of others say of where an image may be had. */
final class RegistryHostsTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @TempDir private Path directory;
  private Path conf;
  private Path dropIns;
  private Path certs;

  @BeforeEach
  void makeDirectories() throws IOException {
    conf = Files.createFile(directory.resolve("registries.conf"));
    dropIns = Files.createDirectory(directory.resolve("registries.conf.d"));
    certs = Files.createDirectory(directory.resolve("certs.d"));
  }

  /** Prefix, location, what is asked for, and where it is looked for. */
  @ParameterizedTest
  @CsvSource({
    "a.io,        b.io,          a.io/x:1,        b.io/x",
    "a.io,        b.io/p/,       a.io/x/y:1,      b.io/p/x/y",
    "a.io,        b.io,          a.io:5000/x:1,   b.io:5000/x",
    "a.io,        b.io,          a.iox/x:1,       a.iox/x",
    "a.io:5000,   b.io,          a.io:5000/x:1,   b.io/x",
    "a.io/x,      b.io/y,        a.io/x:1,        b.io/y",
    "a.io/x,      b.io/y,        a.io/x/z:1,      b.io/y/z",
    "a.io/x,      b.io/y,        a.io/xx:1,       a.io/xx",
    "a.io/x,      '',            a.io/x:1,        a.io/x",
    "'',          a.io,          a.io/x:1,        a.io/x",
    "*.a.io,      b.io,          s.a.io/x:1,      b.io/x",
    "*.a.io,      b.io,          s.t.a.io/x:1,    b.io/x",
    "*.a.io,      b.io,          a.io/x:1,        a.io/x",
    "*.a.io,      '',            s.a.io/x:1,      s.a.io/x",
    "docker.io,   b.io/hub,      python,          b.io/hub/library/python",
    "docker.io/library, b.io,    python:3,        b.io/python"
  })
  void endpoints_prefix_isReplacedByTheLocation(
      String prefix, String location, String asked, String found) throws Exception {
    Files.writeString(
        conf, "[[registry]]\nprefix = '%s'\nlocation = '%s'\n".formatted(prefix, location));
    assertThat(places(asked)).containsExactly(found);
  }

  @Test
  void endpoints_severalPrefixes_longestCounts() throws Exception {
    Files.writeString(
        conf,
        """
        [[registry]]
        prefix = "a.io/team"
        location = "long.io"
        [[registry]]
        prefix = "a.io"
        location = "short.io"
        [[registry]]
        prefix = "a.io/team/secret"
        blocked = true
        """);
    assertThat(places("a.io/team/x")).containsExactly("long.io/x");
    assertThat(places("a.io/teams/x")).containsExactly("short.io/teams/x");
    assertThatThrownBy(() -> places("a.io/team/secret:1"))
        .isInstanceOf(BlockedRegistryException.class)
        .hasMessage("registries.conf blocks a.io/team/secret");
  }

  /** Of the registry, of the mirror, whether the mirror is asked by tag, and by digest. */
  @ParameterizedTest
  @CsvSource({
    "'',                          '',                               true,  true",
    "'',                          pull-from-mirror = 'all',         true,  true",
    "'',                          pull-from-mirror = 'digest-only', false, true",
    "'',                          pull-from-mirror = 'tag-only',    true,  false",
    "mirror-by-digest-only=true,  '',                               false, true",
    "mirror-by-digest-only=false, '',                               true,  true"
  })
  void endpoints_mirrors_standBeforeTheRegistryWhereTheyAreWanted(
      String ofRegistry, String ofMirror, boolean byTag, boolean byDigest) throws Exception {
    Files.writeString(
        conf,
        """
        [[registry]]
        location = "a.io"
        %s
        [[registry.mirror]]
        location = "one.io/p"
        insecure = true
        %s
        [[registry.mirror]]
        location = "two.io"
        pull-from-mirror = "digest-only"
        """
            .formatted(ofRegistry, ofMirror));
    assertThat(places("a.io/x:1"))
        .isEqualTo(byTag ? List.of("one.io/p/x", "a.io/x") : List.of("a.io/x"));
    assertThat(places("a.io/x@" + DIGEST))
        .isEqualTo(
            byDigest ? List.of("one.io/p/x", "two.io/x", "a.io/x") : List.of("two.io/x", "a.io/x"));
    List<Endpoint> found = hosts().endpoints(Reference.parse("a.io/x@" + DIGEST));
    assertThat(found.getLast().settings().security()).isEqualTo(Security.USUAL);
    if (byDigest) {
      assertThat(found.getFirst().settings().security()).isEqualTo(Security.INSECURE);
    }
  }

  @Test
  void endpoints_dropIns_overrideInTheOrderOfTheirNames() throws Exception {
    Files.writeString(conf, "[[registry]]\nlocation='a.io'\nblocked=true\n");
    Files.writeString(
        dropIns.resolve("2.conf"), "[[registry]]\nprefix='a.io'\nlocation='second.io'\n");
    Files.writeString(
        dropIns.resolve("1.conf"), "[[registry]]\nprefix='a.io'\nlocation='first.io'\n");
    Files.writeString(dropIns.resolve("4.conf"), "[aliases]\nx = 'registry.io/x'\n");
    Files.writeString(dropIns.resolve("3.txt"), "no TOML");
    assertThat(places("a.io/x")).containsExactly("second.io/x");
  }

  @Test
  void endpoints_twoOfOnePrefix_theFirstCounts() throws Exception {
    Files.writeString(
        conf,
        """
        [[registry]]
        prefix = "a.io"
        location = "b.io"
        [[registry]]
        prefix = "a.io"
        location = "c.io"
        """);
    assertThat(places("a.io/x")).containsExactly("b.io/x");
  }

  @Test
  void endpoints_rewrittenToANameWithoutHost_isNobody() throws Exception {
    Files.writeString(conf, "[[registry]]\nprefix='a.io/x'\nlocation='b.io'\n");
    assertThatThrownBy(() -> places("a.io/x:1"))
        .isInstanceOf(BlockedRegistryException.class)
        .hasMessageContaining("b.io:1");
  }

  @Test
  void endpoints_directoryWithoutHostsToml_isTheRegistryAndNotTheDefault() throws Exception {
    hostsToml("_default", "[host.'https://proxy.io']\n");
    Files.createDirectory(certs.resolve("a.io"));
    assertThat(places("a.io/x")).containsExactly("a.io/x");
    assertThat(places("b.io/x")).containsExactly("proxy.io/x", "b.io/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Key = 'sec\\u0007ret'",
        "X-Key = 'sécret'",
        "Host = 'secret'",
        "content-length = 'secret'",
        "'X Key' = 'secret'"
      })
  void endpoints_headerThatCannotBeSent_isNamedWithoutItsValue(String line) throws Exception {
    String toml =
        "[host.'https://m.io'.header]\n" + line.replace("'sec\\u0007ret'", "\"sec\\u0007ret\"");
    Path file = hostsToml("a.io", toml);
    assertThatThrownBy(() -> places("a.io/x"))
        .isInstanceOf(HostsFileException.class)
        .hasMessageStartingWith(file + ", line 2: ")
        .hasMessageNotContaining("ret");
  }

  @Test
  void endpoints_givenFileIsNotThere_saysSo() throws Exception {
    Files.delete(conf);
    assertThatThrownBy(() -> places("a.io/x")).hasMessage(conf + ": is not there");
  }

  @Test
  void endpoints_userHasAFile_systemsDropInsDoNotCount() throws Exception {
    Path user = Files.createDirectories(directory.resolve("user"));
    Path userDropIns = Files.createDirectory(user.resolve("registries.conf.d"));
    Files.writeString(
        dropIns.resolve("1.conf"), "[[registry]]\nprefix='a.io'\nlocation='system.io'\n");
    Files.writeString(
        userDropIns.resolve("1.conf"), "[[registry]]\nprefix='b.io'\nlocation='user.io'\n");
    var paths =
        new HostsPaths(
            List.of(user.resolve("registries.conf"), conf),
            List.of(dropIns, userDropIns),
            List.of());
    var hosts = RegistryHosts.of(paths);
    assertThat(hosts.endpoints(Reference.parse("a.io/x")).getFirst().host()).isEqualTo("system.io");
    Files.writeString(user.resolve("registries.conf"), "");
    assertThat(hosts.endpoints(Reference.parse("a.io/x")).getFirst().host()).isEqualTo("a.io");
    assertThat(hosts.endpoints(Reference.parse("b.io/x")).getFirst().host()).isEqualTo("user.io");
  }

  @Test
  void endpoints_fileOverTheLimit_isRefused() throws Exception {
    Files.writeString(conf, "#".repeat(1 << 20));
    assertThat(places("a.io/x")).containsExactly("a.io/x");
    Files.writeString(conf, "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> places("a.io/x")).hasMessageStartingWith(conf + ": is larger");
  }

  @Test
  void endpoints_unknownKeys_arePassedOver() throws Exception {
    Files.writeString(
        conf,
        "unqualified-search-registries=['b.io']\nnew=1\n[[registry]]\nlocation='a.io'\nnew=[1]\n");
    assertThat(places("a.io/x")).containsExactly("a.io/x");
    assertThat(places("x")).containsExactly("docker.io/library/x");
  }

  @Test
  void endpoints_hostsToml_areInTheFilesOrderAndTheServerLast() throws Exception {
    Path file =
        hostsToml(
            "a.io",
            """
            server = "https://upstream.io"
            ca = "own.pem"
            [host."https://z.io/base"]
              capabilities = ["pull", "push"]
              ca = ["one.pem", "/two.pem"]
              client = [["c.pem", "k.pem"], ["both.pem", ""]]
              [host."https://z.io/base".header]
                X-One = "1"
                X-Two = ["2", "3"]
            [host."http://y.io:8080"]
              capabilities = ["resolve"]
              client = "both.pem"
            [host."https://x.io/v2/"]
              skip_verify = true
            [host."https://w.io/deep"]
              override_path = true
            """);
    List<Endpoint> found = hosts().endpoints(Reference.parse("a.io/r:1"));
    assertThat(found).extracting(Endpoint::repository).containsOnly("r");
    assertThat(found)
        .extracting(endpoint -> endpoint.host() + endpoint.settings().apiPath())
        .containsExactly("z.io/base/v2", "y.io:8080/v2", "x.io/v2", "w.io/deep", "upstream.io/v2");
    assertThat(found)
        .extracting(endpoint -> endpoint.settings().security())
        .containsExactly(
            Security.TLS, Security.CLEAR_TEXT, Security.UNVERIFIED, Security.TLS, Security.TLS);
    assertThat(found)
        .extracting(Endpoint::capabilities)
        .startsWith(Set.of(Capability.PULL), Set.of(Capability.RESOLVE))
        .endsWith(Set.of(Capability.PULL, Capability.RESOLVE));
    HostSettings first = found.getFirst().settings();
    assertThat(first.authorities())
        .containsExactly(file.resolveSibling("one.pem"), Path.of("/two.pem"));
    assertThat(first.clientCertificates())
        .containsExactly(
            new ClientCertificate(file.resolveSibling("c.pem"), file.resolveSibling("k.pem")),
            new ClientCertificate(
                file.resolveSibling("both.pem"), file.resolveSibling("both.pem")));
    assertThat(first.headers())
        .isEqualTo(Map.of("X-One", List.of("1"), "X-Two", List.of("2", "3")));
    assertThat(first.toString()).contains("X-One").doesNotContain("[1]");
    assertThat(found.getLast().settings().authorities())
        .containsExactly(file.resolveSibling("own.pem"));
  }

  /** The directory, what is asked for, and whether its file counts. */
  @ParameterizedTest
  @CsvSource({
    "a.io,        a.io/x,       true",
    "a.io,        a.io:5000/x,  false",
    "a.io_5000_,  a.io:5000/x,  true",
    "a.io:5000,   a.io:5000/x,  true",
    "docker.io,   x,            true",
    "_default,    b.io/x,       true",
    "b.io,        a.io/x,       false"
  })
  void endpoints_hostsToml_isFoundByItsDirectory(String name, String asked, boolean found)
      throws Exception {
    hostsToml(name, "[host.'https://m.io']\n");
    Reference reference = Reference.parse(asked);
    String own = reference.name();
    assertThat(places(asked))
        .isEqualTo(found ? List.of("m.io/" + reference.path(), own) : List.of(own));
  }

  @Test
  void endpoints_bothFormats_registriesConfDecidesAlone() throws Exception {
    hostsToml("a.io", "[host.'https://m.io']\n");
    assertThat(places("a.io/x")).containsExactly("m.io/x", "a.io/x");
    Files.writeString(conf, "[[registry]]\nlocation='a.io/team'\n");
    assertThat(places("a.io/x")).containsExactly("m.io/x", "a.io/x");
    assertThat(places("a.io/team/x")).containsExactly("a.io/team/x");
  }

  @Test
  void registry_dockerHub_isFoundUnderTheHostOfItsApi() throws Exception {
    Path file = hostsToml("docker.io", "server = 'https://registry-1.docker.io'\nca = 'hub.pem'\n");
    Endpoint found = hosts().registry("docker.io");
    assertThat(found.host()).isEqualTo("docker.io");
    assertThat(found.settings().authorities()).containsExactly(file.resolveSibling("hub.pem"));
  }

  /** What is wrong in hosts.toml, its line, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server = 'ftp://a.io'                        | 1 | server is no HTTP URL",
        "[host.'https://']                            | 1 | a host is no HTTP URL",
        "[host.'https://user:secret@m.io']            | 1 | is no HTTP URL",
        "[host.'https://m.io']~capabilities = ['fly'] | 2 | capabilities has fly, which is none",
        "[host.'https://m.io']~client = [['a','b','c']] | 2 | client has what is no pair",
        "[host.'https://m.io']~ca = 1                 | 2 | ca is no text",
        "host = 1                                     | 1 | host is no table",
        "[host.'https://m.io'                         | 1 | ''"
      })
  void endpoints_badHostsToml_namesFileAndLine(String text, int line, String problem)
      throws Exception {
    Path file = hostsToml("a.io", text.replace('~', '\n'));
    assertThatThrownBy(() -> places("a.io/x"))
        .isInstanceOf(HostsFileException.class)
        .hasMessageStartingWith(file + ", line " + line + ": ")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("secret");
  }

  @Test
  void ofUser_userHasAFile_countsInsteadOfTheSystems() throws Exception {
    Path user = Files.createDirectories(directory.resolve("config/containers"));
    var paths =
        HostsPaths.ofUser(Map.of("XDG_CONFIG_HOME", directory.resolve("config").toString()));
    Path file = user.resolve("registries.conf");
    assertThat(paths.registriesConf())
        .containsExactly(file, Path.of("/etc/containers/registries.conf"));
    assertThat(paths.dropIns())
        .containsExactly(
            Path.of("/etc/containers/registries.conf.d"), user.resolve("registries.conf.d"));
    assertThat(paths.findRegistriesConf()).doesNotContain(file);
    Files.writeString(file, "");
    assertThat(paths.findRegistriesConf().getFirst()).isEqualTo(file);
    assertThat(HostsPaths.ofUser(Map.of("CONTAINERS_REGISTRIES_CONF", "/given")).registriesConf())
        .containsExactly(Path.of("/given"));
  }

  private Path hostsToml(String name, String text) throws IOException {
    Path host = Files.createDirectories(certs.resolve(name));
    return Files.writeString(host.resolve("hosts.toml"), text);
  }

  private RegistryHosts hosts() {
    return RegistryHosts.of(new HostsPaths(List.of(conf), List.of(dropIns), List.of(certs)));
  }

  private List<String> places(String asked) throws IOException {
    return hosts().endpoints(Reference.parse(asked)).stream()
        .map(endpoint -> endpoint.host() + "/" + endpoint.repository())
        .collect(Collectors.toList());
  }
}
