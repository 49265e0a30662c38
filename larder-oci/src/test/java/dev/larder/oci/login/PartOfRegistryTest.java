// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins for a part of a registry, as podman has them. */
final class PartOfRegistryTest extends LoginFileCase {
  @Test
  void find_keyOfAPartOfARegistry_isNotOfAllOfIt() throws Exception {
    var config = write("{\"auths\":{\"quay.io/team\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(config.find("quay.io")).isEmpty();
  }

  /** The repository that is asked for, and whose login it is. */
  @ParameterizedTest
  @CsvSource({
    "quay.io,   team/repo,        repo",
    "quay.io,   team/repo/deep,   repo",
    "quay.io,   team/repository,  team",
    "quay.io,   team/other,       team",
    "quay.io,   team,             team",
    "quay.io,   teams/repo,       registry",
    "quay.io,   '',               registry",
    "docker.io, library/python,   library",
    "docker.io, me/python,        hub",
    "ghcr.io,   team/repo,        "
  })
  void find_keysOfParts_theLongestThatCoversTheRepositoryCounts(
      String registry, String repository, @Nullable String user) throws Exception {
    var config =
        write(
            "{\"auths\":{%s,%s,%s,%s,%s}}"
                .formatted(
                    entry("quay.io", "registry"),
                    entry("quay.io/team", "team"),
                    entry("quay.io/team/repo", "repo"),
                    entry("https://index.docker.io/v1/", "hub"),
                    entry("docker.io/library", "library")));
    assertThat(config.find(registry, repository).map(Login::username))
        .isEqualTo(Optional.ofNullable(user));
  }

  @Test
  void find_keyOfAPartWithoutLogin_leavesItToTheRegistrys() throws Exception {
    var config =
        write("{\"auths\":{\"quay.io/team\":{},%s}}".formatted(entry("quay.io", "registry")));
    assertThat(config.find("quay.io", "team/x").map(Login::username)).contains("registry");
  }

  /** As podman has it, which knows no program for all registries. */
  @Test
  void find_keyOfAPartAndAProgram_programOfTheRegistryAloneComesFirst() throws Exception {
    helper("some", "cat >/dev/null; echo '{\"Username\":\"program\",\"Secret\":\"s\"}'");
    String auths = "\"auths\":{%s}".formatted(entry("quay.io/team", "team"));
    var common = write("{\"credsStore\":\"some\"," + auths + "}");
    assertThat(common.find("quay.io", "team/x").map(Login::username)).contains("team");
    assertThat(common.find("quay.io", "x").map(Login::username)).contains("program");
    var own = write("{\"credHelpers\":{\"quay.io\":\"some\"}," + auths + "}");
    assertThat(own.find("quay.io", "team/x").map(Login::username)).contains("program");
  }

  @Test
  void ofUser_severalFiles_theFirstCountsWhateverTheNextHasForAPart() throws Exception {
    var environment = Map.of("HOME", directory.resolve("home").toString());
    login("home/.config/containers/auth.json", "quay.io", "podman");
    login("home/.docker/config.json", "quay.io/team", "docker");
    login("home/.docker/config.json", "ghcr.io/team", "docker");
    var credentials = LoginFiles.ofUser(environment);
    assertThat(credentials.find("quay.io", "team/x").map(Login::username)).contains("podman");
    assertThat(credentials.find("ghcr.io", "team/x").map(Login::username)).contains("docker");
    assertThat(credentials.find("ghcr.io")).isEmpty();
  }

  /** To podman a namespace may have any name; behind a URL's host it is the version of an API. */
  @ParameterizedTest
  @ValueSource(strings = {"quay.io/v1", "quay.io/v2", "quay.io/v2/x"})
  void find_partCalledAsAVersion_isNotAllOfTheRegistry(String part) throws Exception {
    var config = write("{\"auths\":{%s}}".formatted(entry(part, "part")));
    assertThat(config.find("quay.io", "team/x")).isEmpty();
    assertThat(config.find("quay.io", part.substring(8) + "/y").map(Login::username))
        .contains("part");
    config.store("quay.io", new Login("registry", "p"));
    assertThat(config.remove("quay.io")).isTrue();
    assertThat(config.holds(part)).isTrue();
  }

  @Test
  void store_partOfARegistry_isAKeyOfItsOwn() throws Exception {
    var config = write("{\"auths\":{%s}}".formatted(entry("quay.io", "registry")));
    config.store("quay.io/team", new Login("team", "p"));
    assertThat(config.find("quay.io", "team/x").map(Login::username)).contains("team");
    assertThat(config.find("quay.io", "x").map(Login::username)).contains("registry");
    assertThat(config.remove("quay.io")).isTrue();
    assertThat(config.find("quay.io", "team/x").map(Login::username)).contains("team");
    assertThat(config.remove("quay.io/team")).isTrue();
    assertThat(config.remove("quay.io/team")).isFalse();
  }

  @Test
  void store_partOfARegistryThatHasAProgram_isRefused() throws Exception {
    helper("some", "exit 1");
    String text = "{\"credHelpers\":{\"quay.io\":\"some\"}}";
    var config = write(text);
    assertThatThrownBy(() -> config.store("quay.io/team", new Login("team", "p")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("keeps none for a part of it");
    assertThat(config.file()).hasContent(text);
  }
}
