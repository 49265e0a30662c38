// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerConfigTest {
  private static final Optional<Login> LOGIN = Optional.of(new Login("user", "pass:word"));

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.local:5000",
        "https://registry.local:5000",
        "https://registry.local:5000/v1/"
      })
  void find_entryInAnySpelling_isTaken(String key) throws Exception {
    var config = write("{\"auths\":{\"%s\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}".formatted(key));
    assertThat(config.find("registry.local:5000")).isEqualTo(LOGIN);
    assertThat(config.find("registry.local")).isEmpty();
  }

  @Test
  void find_dockerHub_isUnderItsOldUrl() throws Exception {
    var config =
        write("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(config.find("docker.io")).isEqualTo(LOGIN);
  }

  @Test
  void find_usernameAndPassword_areTaken() throws Exception {
    var config =
        write("{\"auths\":{\"quay.io\":{\"username\":\"user\",\"password\":\"pass:word\"}}}");
    assertThat(config.find("quay.io")).isEqualTo(LOGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"auths\":null}",
        "{\"auths\":{\"quay.io\":{}}}",
        "{\"auths\":{\"quay.io\":{\"auth\":\"\"}},\"credsStore\":\"desktop\"}"
      })
  void find_nothingThere_isEmpty(String text) throws Exception {
    assertThat(write(text).find("quay.io")).isEmpty();
  }

  @Test
  void find_noFile_isEmpty() throws Exception {
    assertThat(new DockerConfig(directory.resolve("none")).find("quay.io")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"auths\":{\"quay.io\":{\"auth\":\"hushhush!\"}}}",
        "{\"auths\":{\"quay.io\":{\"auth\":\"aHVzaGh1c2g=\"}}}"
      })
  void find_brokenFile_saysWhichAndNoPassword(String text) throws Exception {
    DockerConfig config = write(text);
    assertThatThrownBy(() -> config.find("quay.io"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("config.json").toString())
        .satisfies(
            thrown -> assertThat(RegistryClientTest.stackTrace(thrown)).doesNotContain("hush"));
  }

  @Test
  void ofUser_dockerConfigVariable_namesTheDirectory() throws Exception {
    write("{\"auths\":{\"quay.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(
            DockerConfig.ofUser(Map.of("DOCKER_CONFIG", directory.toString(), "HOME", "/nowhere"))
                .find("quay.io"))
        .isEqualTo(LOGIN);
    assertThat(DockerConfig.ofUser(Map.of()).find("quay.io")).isEmpty();
  }

  @Test
  void or_firstHasNone_asksTheNext() throws Exception {
    var none = Credentials.anonymous();
    assertThat(none.or(Credentials.of("quay.io", LOGIN.orElseThrow())).find("quay.io"))
        .isEqualTo(LOGIN);
  }

  private DockerConfig write(String text) throws IOException {
    return new DockerConfig(Files.writeString(directory.resolve("config.json"), text));
  }
}
