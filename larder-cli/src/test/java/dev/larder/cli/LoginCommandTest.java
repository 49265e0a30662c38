// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.registry.Access;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code login} and {@code logout}. */
final class LoginCommandTest {
  private static final Access.Bearer ACCESS =
      new Access.Bearer("user", "s3cret", Duration.ofMinutes(5));

  @TempDir private Path directory;

  @Test
  void login_rightPassword_isKeptForPulls() throws Exception {
    try (var larder = new TestLarder(directory, ACCESS)) {
      String reference = larder.push("app:1", TestLarder.image("a").build());
      assertThat(larder.run("pull", "-q", reference).err())
          .contains("log in with 'larder login " + larder.registry().host() + "'");

      var login = logIn(larder, "s3cret\n");

      assertThat(login.err()).isEmpty();
      assertThat(login.out()).isEqualTo(larder.registry().host() + "\n");
      assertThat(larder.run("pull", "-q", reference).status()).isZero();
      assertThat(Files.readString(directory.resolve(".docker/config.json")))
          .contains(larder.registry().host());

      assertThat(larder.run("logout", larder.registry().host()).out())
          .isEqualTo(larder.registry().host() + "\n");
      assertThat(larder.run("pull", "-q", "--policy", "always", reference).status()).isEqualTo(1);
      assertThat(larder.run("logout", "--format", "json", larder.registry().host()).out())
          .contains("\"removed\": false");
    }
  }

  @Test
  void login_staleOneInAFileThatCountsBefore_isRenewedThereAndForgottenEverywhere()
      throws Exception {
    Path podman = directory.resolve(".config/containers/auth.json");
    try (var larder = new TestLarder(directory, ACCESS)) {
      String reference = larder.push("app:1", TestLarder.image("a").build());
      String host = larder.registry().host();
      assertThat(logIn(larder, "s3cret").status()).isZero();
      Files.createDirectories(podman.getParent());
      Files.writeString(
          podman,
          "{\"auths\":{\"%s\":{\"username\":\"user\",\"password\":\"old\"}}}".formatted(host));
      assertThat(larder.run("pull", "-q", reference).status()).isEqualTo(1);

      assertThat(logIn(larder, "s3cret").status()).isZero();

      assertThat(larder.run("pull", "-q", reference).status()).isZero();
      assertThat(larder.run("logout", host).out()).isEqualTo(host + "\n");
      assertThat(podman).content().doesNotContain(host);
      assertThat(directory.resolve(".docker/config.json")).content().doesNotContain(host);
    }
  }

  @Test
  void login_wrongPassword_isRefusedAndNotKept() throws Exception {
    try (var larder = new TestLarder(directory, ACCESS)) {
      var login = logIn(larder, "wrong-one");

      assertThat(login.status()).isEqualTo(1);
      assertThat(login.err())
          .hasLineCount(1)
          .startsWith("larder: the login failed: " + larder.registry().host())
          .contains("wrong name or password")
          .doesNotContain("wrong-one");
      assertThat(directory.resolve(".docker")).doesNotExist();
    }
  }

  @Test
  void login_interruptedAtThePassword_is130() throws Exception {
    var pipe = Pipe.open();
    try (var larder = new TestLarder(directory, ACCESS);
        var _ = pipe.sink();
        var input = Channels.newInputStream(pipe.source())) {
      Thread.currentThread().interrupt();

      var login =
          larder.runWithInput(input, "login", "-u", "user", "--password-stdin", "127.0.0.1:1");

      assertThat(Thread.interrupted()).isTrue();
      assertThat(login).isEqualTo(new TestLarder.Run(130, "", "larder: the login was cancelled\n"));
    }
  }

  @Test
  void login_authFile_isWrittenInstead() throws Exception {
    try (var larder = new TestLarder(directory, ACCESS)) {
      var file = directory.resolve("auth.json");

      var login = logIn(larder, "s3cret", "--authfile", file.toString(), "--format", "json");

      assertThat(JsonValue.parse(login.out()).at("username").text()).isEqualTo("user");
      assertThat(file).content().contains(larder.registry().host());
      assertThat(directory.resolve(".docker")).doesNotExist();
    }
  }

  @Test
  void login_partOfARegistry_isForTheRepositoriesBelowItAlone() throws Exception {
    try (var larder = new TestLarder(directory, ACCESS)) {
      String inside = larder.push("team/app:1", TestLarder.image("a").build());
      String outside = larder.push("app:1", TestLarder.image("b").build());
      String part = larder.registry().host() + "/team";
      var password = "s3cret".getBytes(StandardCharsets.UTF_8);

      var login = larder.runWithInput(password, "login", "-u", "user", "--password-stdin", part);

      assertThat(login.err()).isEmpty();
      assertThat(login.out()).isEqualTo(part + "\n");
      assertThat(larder.run("pull", "-q", inside).status()).isZero();
      assertThat(larder.run("pull", "-q", outside).status()).isEqualTo(1);
      assertThat(larder.run("logout", part).out()).isEqualTo(part + "\n");
      assertThat(larder.run("pull", "-q", "--policy", "always", inside).status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "https://index.docker.io/v1/",
        "https://registry-1.docker.io"
      })
  void logout_nameOfDockerHub_forgetsItsLogin(String name) throws Exception {
    var file =
        Files.writeString(
            directory.resolve("auth.json"),
            "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dXNlcjpzM2NyZXQ=\"}}}");
    try (var larder = new TestLarder(directory, ACCESS)) {
      var logout = larder.run("logout", "--authfile", file.toString(), name);

      assertThat(logout.out()).isEqualTo(name + "\n");
      assertThat(file).content().doesNotContain("index.docker.io");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login",
        "login --password-stdin 127.0.0.1:1",
        "login -u user --password-stdin 127.0.0.1:1",
        "login -u user:name --password-stdin 127.0.0.1:1",
        "login -u user --password-stdin nohost",
        "logout bad/registry",
        "logout quay.io/Team",
        "logout quay.io/team/",
        "logout quay.io/team:1",
        "logout https://quay.io/team"
      })
  void wrongUsage_isOneLine(String line) {
    try (var larder = new TestLarder(directory, ACCESS)) {
      String input = line.contains("nohost") ? "s3cret" : "";
      var run = larder.runWithInput(input.getBytes(StandardCharsets.UTF_8), line.split(" ", -1));

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).hasLineCount(1).startsWith("larder: ");
    }
  }

  /** The limit is 64 KiB, the end of the line included. */
  @Test
  void login_passwordAtAndOverTheLimit_isUsedOrRefusedWhole() {
    try (var larder = new TestLarder(directory, ACCESS)) {
      String longest = "p".repeat((64 << 10) - 1) + "\n";

      assertThat(logIn(larder, longest).err()).startsWith("larder: the login failed: ");
      var over = logIn(larder, "p" + longest);

      assertThat(over.status()).isEqualTo(2);
      assertThat(over.err())
          .startsWith("larder: standard input has more than the longest password");
    }
  }

  private static TestLarder.Run logIn(TestLarder larder, String password, String... options) {
    var line = new ArrayList<>(List.of("login", "-u", "user", "--password-stdin"));
    line.addAll(List.of(options));
    line.add(larder.registry().host());
    return larder.runWithInput(
        password.getBytes(StandardCharsets.UTF_8), line.toArray(String[]::new));
  }
}
