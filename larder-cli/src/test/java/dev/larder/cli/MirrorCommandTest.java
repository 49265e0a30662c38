// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands look for images where {@code registries.conf} says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class MirrorCommandTest {
  @TempDir private Path directory;
  private TestLarder larder;
  private Path conf;

  @BeforeEach
  void start() {
    larder = new TestLarder(directory);
    conf = directory.resolve("registries.conf");
    larder.set("CONTAINERS_REGISTRIES_CONF", conf.toString());
  }

  @AfterEach
  void stop() {
    larder.close();
  }

  /** With its own authority and htpasswd; the registry itself does not exist. */
  @Test
  void pull_mirrorIsDebiansRegistry_isLetInByTheLoginThere() throws Exception {
    var options = DockerRegistry.in(directory.resolve("registry")).user("user", "pass:word").tls();
    try (var mirror = options.start()) {
      push(mirror);
      Files.writeString(
          conf,
          """
          [[registry]]
          prefix = "images.invalid/team"
          location = "images.invalid/team"
          [[registry.mirror]]
          location = "%s"
          """
              .formatted(mirror.address()));
      String authority = mirror.certificate().toString();
      byte[] password = "pass:word".getBytes(StandardCharsets.UTF_8);
      var login =
          larder.runWithInput(
              password,
              "login",
              "--username=user",
              "--password-stdin",
              "--ca-certs=" + authority,
              mirror.address());
      assertThat(login.status()).as(login.err()).isZero();

      var pull = larder.run("pull", "-q", "--ca-certs=" + authority, "images.invalid/team/app:1");

      assertThat(pull.status()).as(pull.err()).isZero();
      assertThat(larder.run("images").out()).contains("images.invalid/team/app");
    }
  }

  private void push(DockerRegistry registry) throws IOException {
    var layout = directory.resolve("layout");
    new ImageArchive().add("latest", TestLarder.image("a").build()).writeOciLayout(layout);
    registry.push("oci:" + layout + ":latest", "app:1");
  }

  @Test
  void pull_placeThatTheReferenceIsRewrittenToWantsALogin_adviceNamesThatPlace() throws Exception {
    try (var place = TestRegistry.start(new Access.Basic("user", "secret"))) {
      Files.writeString(
          conf,
          "[[registry]]\nprefix='images.invalid'\nlocation='%s/hub'\n".formatted(place.host()));
      var run = larder.run("pull", "-q", "images.invalid/app:1");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).hasLineCount(1).contains("'larder login " + place.host() + "'");
    }
  }

  @Test
  void pull_mirrorWantsALoginAndNothingElseIsReached_adviceNamesTheMirrorToo() throws Exception {
    try (var mirror = TestRegistry.start(new Access.Basic("user", "secret"))) {
      Files.writeString(
          conf,
          "[[registry]]\nlocation='127.0.0.1:1'\n[[registry.mirror]]\nlocation='%s'\n"
              .formatted(mirror.host()));
      var run = larder.run("pull", "-q", "127.0.0.1:1/app:1");
      assertThat(run.err())
          .hasLineCount(1)
          .contains("check the registry's name and port")
          .contains("log in at its mirror with 'larder login " + mirror.host() + "'");
    }
  }

  @Test
  void pull_registryIsBlocked_isOneLineThatSaysWhere() throws Exception {
    Files.writeString(conf, "[[registry]]\nprefix = 'images.invalid'\nblocked = true\n");
    var run = larder.run("pull", "-q", "images.invalid/app:1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "larder: cannot pull images.invalid/app:1: registries.conf blocks images.invalid\n");
  }

  @Test
  void pull_fileIsNoToml_isOneLineThatNamesFileAndLine() throws Exception {
    Files.writeString(conf, "\n[[registry]\n");
    var run = larder.run("pull", "-q", "images.invalid/app:1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains(conf + ", line 2");
  }

  @Test
  void pull_alias_isWhatItStandsForInEveryCommand() throws Exception {
    String whole = larder.push("team/app:latest", TestLarder.image("a").build());
    Files.writeString(conf, "[aliases]\napp = '%s/team/app'\n".formatted(larder.registry().host()));

    var pull = larder.run("pull", "-q", "app");

    assertThat(pull.status()).as(pull.err()).isZero();
    assertThat(pull.out()).isEqualTo(whole + "\n");
    assertThat(larder.run("inspect", "--format=json", "app").out()).contains(whole);
    assertThat(larder.run("ls", "app").status()).isZero();
    assertThat(larder.run("cp", "app:/", directory.resolve("copy").toString()).status()).isZero();
    assertThat(larder.run("rmi", "app").status()).isZero();
    assertThat(larder.run("images", "-q").out()).isEmpty();
  }
}
