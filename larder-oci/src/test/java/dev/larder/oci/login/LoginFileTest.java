// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.registry.Credentials;
import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that others left, and those that are left here. */
@Timeout(30)
final class LoginFileTest extends LoginFileCase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.local:5000",
        "https://registry.local:5000",
        "https://registry.local:5000/v1/",
        "http://registry.local:5000/team/app"
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
        "{\"auths\":{\"quay.io\":{\"auth\":\"\"}}}"
      })
  void find_nothingThere_isEmpty(String text) throws Exception {
    assertThat(write(text).find("quay.io")).isEmpty();
  }

  @Test
  void find_noFile_isEmpty() throws Exception {
    assertThat(new LoginFile(directory.resolve("none"), Map.of()).find("quay.io")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"auths\":{\"quay.io\":{\"auth\":\"hushhush!\"}}}",
        "{\"auths\":{\"quay.io\":{\"auth\":\"aHVzaGh1c2g=\"}}}"
      })
  void find_brokenFile_saysWhichAndNoPassword(String text) throws Exception {
    LoginFile config = write(text);
    assertThatThrownBy(() -> config.find("quay.io"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("config.json").toString())
        .satisfies(
            thrown ->
                assertThat(thrown)
                    .hasStackTraceContaining("LoginFile")
                    .hasMessageNotContaining("hush")
                    .hasNoCause());
  }

  @Test
  void ofUser_dockerConfigVariable_namesTheDirectory() throws Exception {
    write("{\"auths\":{\"quay.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(
            LoginFiles.ofUser(Map.of("DOCKER_CONFIG", directory.toString(), "HOME", "/nowhere"))
                .find("quay.io"))
        .isEqualTo(LOGIN);
    assertThat(LoginFiles.ofUser(Map.of()).find("quay.io")).isEmpty();
  }

  @Test
  void or_firstHasNone_asksTheNext() throws Exception {
    var none = Credentials.anonymous();
    assertThat(none.or(Credentials.of("quay.io", LOGIN.orElseThrow())).find("quay.io"))
        .isEqualTo(LOGIN);
  }

  @Test
  void find_identityToken_isOne() throws Exception {
    var config =
        write("{\"auths\":{\"quay.io\":{\"auth\":\"dXNlcjo=\",\"identitytoken\":\"refresh\"}}}");
    assertThat(config.find("quay.io")).contains(Login.ofIdentityToken("refresh"));
  }

  @Test
  void find_authOnTwoLines_isTaken() throws Exception {
    var config = write("{\"auths\":{\"quay.io\":{\"auth\":\"dXNlcjpwYXNz\\nOndvcmQ=\\r\\n\"}}}");
    assertThat(config.find("quay.io")).isEqualTo(LOGIN);
  }

  /** Docker names its own registry by a URL, podman by the name that references have. */
  @ParameterizedTest
  @ValueSource(strings = {"docker.io", "https://index.docker.io/v1/"})
  void find_helperOfDockerHub_isAskedAsItsKeySaysFirst(String key) throws Exception {
    helper(
        "hub",
        "read s; echo $s >>'%s/asked'; echo credentials not found; exit 1".formatted(directory));
    var config = write("{\"credHelpers\":{\"%s\":\"hub\"}}".formatted(key));
    assertThat(config.find("docker.io")).isEmpty();
    assertThat(Files.readAllLines(directory.resolve("asked"))).first().isEqualTo(key);
    assertThat(Files.readAllLines(directory.resolve("asked")))
        .last()
        .isEqualTo("https://index.docker.io/v1/");
  }

  @Test
  void find_fileThatIsADirectory_saysSo() {
    var config = new LoginFile(directory, Map.of());
    assertThatThrownBy(() -> config.find("quay.io"))
        .isInstanceOf(IOException.class)
        .hasMessage(directory + " is a directory");
  }

  @Test
  void find_emptyFile_isEmpty() throws Exception {
    assertThat(write("").find("quay.io")).isEmpty();
  }

  @Test
  void find_helper_isAskedWithTheServersName() throws Exception {
    helper("store", "read server; echo '{\"Username\":\"'$1'\",\"Secret\":\"'$server'\"}'");
    var config = write("{\"credsStore\":\"store\"}");
    assertThat(config.find("docker.io")).contains(new Login("get", "https://index.docker.io/v1/"));
    assertThat(config.find("quay.io")).contains(new Login("get", "quay.io"));
  }

  @Test
  void find_helperOfOneRegistry_isForThatAlone() throws Exception {
    helper(
        "one",
        "cat >/dev/null; echo '{\"ServerURL\":\"\",\"Username\":\"<token>\",\"Secret\":\"s\"}'");
    var config = write("{\"credHelpers\":{\"https://quay.io\":\"one\"}}");
    assertThat(config.find("quay.io")).contains(Login.ofIdentityToken("s"));
    assertThat(config.find("docker.io")).isEmpty();
  }

  @Test
  void find_helperHasNone_takesTheFiles() throws Exception {
    helper("none", "echo 'credentials not found in native keychain'; exit 1");
    var config =
        write(
            "{\"credsStore\":\"none\",\"auths\":{\"quay.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(config.find("quay.io")).isEqualTo(LOGIN);
    assertThat(config.find("docker.io")).isEmpty();
  }

  @Test
  void find_helperFails_saysWhatItPrinted() throws Exception {
    helper("broken", "echo 'the keychain is locked'; echo noise >&2; exit 1");
    var config = write("{\"credsStore\":\"broken\"}");
    assertThatThrownBy(() -> config.find("quay.io"))
        .isInstanceOf(IOException.class)
        .hasMessage("docker-credential-broken get failed: the keychain is locked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "../evil"})
  void find_noSuchHelper_isAnError(String name) throws Exception {
    var config = write("{\"credsStore\":\"" + name + "\"}");
    assertThatThrownBy(() -> config.find("quay.io"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(name);
  }

  @Test
  void find_interrupted_endsTheHelper() throws Exception {
    helper("slow", "echo $$ > '" + directory + "/pid'; exec sleep 60");
    var config = write("{\"credsStore\":\"slow\"}");
    var failure = new AtomicReference<Throwable>();
    var thread =
        Thread.startVirtualThread(
            () -> {
              try {
                config.find("quay.io");
              } catch (IOException e) {
                failure.set(e);
              }
            });
    while (!Files.exists(directory.resolve("pid")) || Files.size(directory.resolve("pid")) == 0) {
      Thread.sleep(10);
    }
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(left -> left.onExit().join());
  }

  @Test
  void ofUser_severalFiles_takesTheFirstThatHasOne() throws Exception {
    var environment = new HashMap<>(Map.of("HOME", directory.resolve("home").toString()));
    login("home/.docker/config.json", "docker");
    assertThat(userAt(environment)).isEqualTo("docker");
    login("home/.config/containers/auth.json", "podman");
    assertThat(userAt(environment)).isEqualTo("podman");
    environment.put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
    login("run/containers/auth.json", "session");
    assertThat(userAt(environment)).isEqualTo("session");
    environment.put("DOCKER_CONFIG", directory.resolve("own").toString());
    login("own/config.json", "own");
    assertThat(userAt(environment)).isEqualTo("own");
    environment.put("REGISTRY_AUTH_FILE", directory.resolve("auth.json").toString());
    assertThat(LoginFiles.ofUser(environment).find("quay.io")).isEmpty();
    login("auth.json", "alone");
    assertThat(userAt(environment)).isEqualTo("alone");
  }

  @Test
  void written_isDockersUnlessToldOtherwise() {
    assertThat(LoginFiles.written(Map.of("HOME", "/h", "XDG_RUNTIME_DIR", "/r")).file())
        .isEqualTo(Path.of("/h/.docker/config.json"));
    assertThat(LoginFiles.written(Map.of("HOME", "/h", "DOCKER_CONFIG", "/d")).file())
        .isEqualTo(Path.of("/d/config.json"));
    assertThat(LoginFiles.written(Map.of("REGISTRY_AUTH_FILE", "/a.json")).file())
        .isEqualTo(Path.of("/a.json"));
    assertThatThrownBy(() -> LoginFiles.written(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
