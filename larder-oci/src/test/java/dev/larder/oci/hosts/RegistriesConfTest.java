// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts of registries.conf are read, and what is said of one that is not as it should be. */
final class RegistriesConfTest {
  @TempDir private Path directory;
  private Path conf;

  @BeforeEach
  void makeFile() throws IOException {
    conf = Files.createFile(directory.resolve("registries.conf"));
  }

  /** What is wrong in registries.conf, its line, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[registry]]~location = ~                                   | 2 | ''",
        "[[registry]]~location = 'https://a.io'                      | 2 | location is a URL",
        "[[registry]]~location = 5                                   | 2 | location is no text",
        "[[registry]]~location = 'a.io'~insecure = 'yes'             | 3 | insecure is neither true nor false",
        "[[registry]]~insecure = true                                | 2 | neither prefix nor location",
        "registry = 'a.io'                                           | 1 | registry is no array of tables",
        "[[registry]]~prefix='a.io'~location='mirror'                | 3 | location does not begin with a host",
        "[[registry]]~prefix='a.io'~location='b.io/x:1'              | 3 | location has a tag or a digest",
        "[[registry]]~prefix='*.a.io:5000'~location='b.io'           | 2 | prefix has more than a domain",
        "[[registry]]~prefix='*'~blocked=true                        | 2 | prefix has a * that",
        "[[registry]]~prefix='*.*.io'~location='b.io'                | 2 | prefix has a * that",
        "[registries.search]~[registries.block]~registries=['a.io']  | 2 | block is of version 1",
        "[registries.insecure]~registries=['a.io']                   | 1 | insecure is of version 1",
        "registries.block.registries=['a.io']                        | 1 | block is of version 1",
        "[[registry]]~location='a.io'~[[registry.mirror]]~insecure=true         | 4 | mirror without location",
        "[[registry]]~location='a.io'~[[registry.mirror]]~location='b.io'~pull-from-mirror='x' | 5 | none of all"
      })
  void endpoints_badRegistriesConf_namesFileAndLine(String text, int line, String problem)
      throws Exception {
    Files.writeString(conf, text.replace('~', '\n'));
    assertThatThrownBy(() -> places("a.io/x"))
        .isInstanceOf(HostsFileException.class)
        .hasMessageStartingWith(conf + ", line " + line + ": ")
        .hasMessageContaining(problem);
  }

  /** A file that blocks a registry must never be passed over, however it is spelled. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[registry]]",
        "\ufeff[[registry]]",
        "\r\n \t[[ registry ]]",
        "[[\"registry\"]]",
        "[['registry']]",
        "[[\"\\u0072egistry\"]]",
        "[[\"reg\\u0069stry\"]]"
      })
  void endpoints_anySpellingOfATable_isRead(String table) throws Exception {
    Files.writeString(conf, table + "\nlocation = 'a.io'\nblocked = true\n");
    assertThatThrownBy(() -> places("a.io/x")).isInstanceOf(BlockedRegistryException.class);
  }

  @Test
  void endpoints_versionOneThatOnlySearches_isRead() throws Exception {
    Files.writeString(conf, "[registries.search]\nregistries = ['a.io']\n[registries.block]\n");
    assertThat(places("a.io/x")).containsExactly("a.io/x");
  }

  @Test
  void endpoints_directoryInTheFilesPlace_saysSo() throws Exception {
    Files.delete(conf);
    Files.createDirectory(conf);
    assertThatThrownBy(() -> places("a.io/x"))
        .isInstanceOf(HostsFileException.class)
        .hasMessage(conf + ": is a directory");
  }

  /** What registries.conf says, and how a.io itself is spoken to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "location='a.io'~insecure=true                                          | INSECURE",
        "location='a.io'                                                        | USUAL",
        "prefix='*.io'~insecure=true                                            | INSECURE",
        "prefix='a.io'~location='a.io/proxy'~insecure=true                      | INSECURE",
        "prefix='b.io'~location='a.io/proxy'~insecure=true                      | INSECURE",
        "prefix='a.io/x'~insecure=true                                          | INSECURE",
        "prefix='a.io/x'~insecure=true~[[registry]]~prefix='a.io/y'             | USUAL",
        "prefix='a.io/x'~insecure=true~[[registry]]~prefix='a.io'               | USUAL",
        "prefix='a.io'~location='b.io'~insecure=true                            | USUAL",
        "prefix='aa.io'~insecure=true                                           | USUAL",
        "location='b.io'~[[registry.mirror]]~location='a.io/m'~insecure=true    | INSECURE",
        "location='b.io'~insecure=true~[[registry.mirror]]~location='a.io/m'    | USUAL"
      })
  void registry_insecureInRegistriesConf_isForTheHostThatIsMeant(String text, Security security)
      throws Exception {
    Files.writeString(conf, "[[registry]]\n" + text.replace('~', '\n'));
    Endpoint found = hosts().registry("a.io");
    assertThat(found.host()).isEqualTo("a.io");
    assertThat(found.settings().security()).isEqualTo(security);
  }

  @Test
  void registry_blocked_saysSo() throws Exception {
    Files.writeString(conf, "[[registry]]\nlocation='a.io'\nblocked=true\n");
    assertThatThrownBy(() -> hosts().registry("a.io"))
        .isInstanceOf(BlockedRegistryException.class)
        .hasMessage("registries.conf blocks a.io");
  }

  /** Parsing takes long, and nothing is to be learnt of it. */
  @Test
  void endpoints_fileOfAliases_isNotParsed() throws Exception {
    Files.writeString(conf, "[aliases]\n\"registry\" = \"docker.io/library/registry\"\n[broken\n");
    assertThat(places("a.io/x")).containsExactly("a.io/x");
    Files.writeString(conf, "registry = [{ location = 'b.io', prefix = 'a.io' }]");
    assertThat(places("a.io/x")).containsExactly("b.io/x");
  }

  private RegistryHosts hosts() {
    return RegistryHosts.of(new HostsPaths(List.of(conf), List.of(), List.of()));
  }

  private List<String> places(String asked) throws IOException {
    return hosts().endpoints(Reference.parse(asked)).stream()
        .map(endpoint -> endpoint.host() + "/" + endpoint.repository())
        .toList();
  }
}
