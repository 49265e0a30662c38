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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that others left, and those that are left here. */
@Timeout(30)
final class LoginFileTest {
  private static final Optional<Login> LOGIN = Optional.of(new Login("user", "pass:word"));

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("files"));
  }

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
  void store_noFile_isMadeForItsOwnerAlone() throws Exception {
    var file = new LoginFile(directory.resolve("new/config.json"), Map.of());
    file.store("docker.io", LOGIN.orElseThrow());
    assertThat(file.find("docker.io")).isEqualTo(LOGIN);
    assertThat(file.file())
        .content()
        .contains("https://index.docker.io/v1/")
        .doesNotContain("pass:word");
    assertThat(Files.getPosixFilePermissions(file.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void store_otherSettings_stay() throws Exception {
    var config =
        write(
            "{\"detachKeys\":\"ctrl-x\",\"auths\":{\"https://quay.io\":{\"auth\":\"b2xk\"},"
                + "\"ghcr.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}},\"proxies\":{\"n\":[1,null,true]}}");
    config.store("quay.io", new Login("me", "new"));
    assertThat(config.find("quay.io")).contains(new Login("me", "new"));
    assertThat(config.find("ghcr.io")).isEqualTo(LOGIN);
    assertThat(Files.readString(config.file()).replaceAll("\\s", ""))
        .startsWith("{\"detachKeys\":\"ctrl-x\",\"auths\":{\"ghcr.io\"")
        .contains("\"proxies\":{\"n\":[1,null,true]}")
        .doesNotContain("https://quay.io");
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void remove_login_isGoneAndTheRestStays() throws Exception {
    var config =
        write(
            "{\"auths\":{\"quay.io\":{\"auth\":\"b2xk\"},"
                + "\"ghcr.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(config.remove("quay.io")).isTrue();
    assertThat(config.remove("quay.io")).isFalse();
    assertThat(config.find("ghcr.io")).isEqualTo(LOGIN);
  }

  @Test
  void store_helper_keepsItAndTheFileDoesNot() throws Exception {
    helper(
        "keep",
        "f='%s/kept'; case $1 in store) cat > $f;; get) cat $f 2>/dev/null || { echo credentials not found; exit 1; };; erase) rm $f;; esac"
            .formatted(directory));
    var config = write("{\"credsStore\":\"keep\"}");
    config.store("quay.io", new Login("me", "a \"quoted\" word"));
    assertThat(config.find("quay.io")).contains(new Login("me", "a \"quoted\" word"));
    assertThat(config.file()).hasContent("{\"credsStore\":\"keep\"}");
    assertThat(config.remove("quay.io")).isTrue();
    assertThat(config.find("quay.io")).isEmpty();
    assertThat(config.remove("quay.io")).isFalse();
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

  private void login(String file, String username) throws IOException {
    login(file, "quay.io", username);
  }

  private void login(String file, String place, String username) throws IOException {
    new LoginFile(directory.resolve(file), Map.of()).store(place, new Login(username, "p"));
  }

  private static String entry(String key, String username) {
    return "\"%s\":{\"username\":\"%s\",\"password\":\"p\"}".formatted(key, username);
  }

  private static String userAt(Map<String, String> environment) throws IOException {
    return LoginFiles.ofUser(environment).find("quay.io").orElseThrow().username();
  }

  private void helper(String name, String script) throws IOException {
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Path program =
        Files.writeString(bin.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private LoginFile write(String text) throws IOException {
    return new LoginFile(
        Files.writeString(directory.resolve("config.json"), text),
        Map.of("PATH", temporary.resolve("bin").toString()));
  }
}
