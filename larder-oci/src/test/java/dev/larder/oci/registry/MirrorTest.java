// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.BlockedRegistryException;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.DigestMismatchException;
import dev.larder.oci.source.ImageSource;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code images.test} is at one registry, and a mirror stands before it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MirrorTest {
  private static final Reference TAG = Reference.parse("images.test/app:1");

  @TempDir private Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private Served registry;
  private TestRegistry mirror;

  @BeforeEach
  void start() throws IOException {
    registry = open(Served.openly());
    mirror = open(TestRegistry.start());
    fill(mirror);
    conf("");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable opened : open.reversed()) {
      opened.close();
    }
  }

  private <T extends AutoCloseable> T open(T opened) {
    open.add(opened);
    return opened;
  }

  private static void fill(TestRegistry registry) {
    registry.put("app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
    registry.putBlob("app", Body.of(Served.BLOB));
  }

  /** Writes {@code registries.conf} with more about the mirror. */
  private void conf(String more) throws IOException {
    Files.writeString(
        directory.resolve("registries.conf"),
        """
        [[registry]]
        prefix = "images.test"
        location = "%s"
        [[registry.mirror]]
        location = "%s"
        %s
        """
            .formatted(registry.registry.host(), mirror.host(), more));
  }

  private RegistryOptions options() {
    var hosts = new HostsPaths(List.of(directory.resolve("registries.conf")), List.of(), List.of());
    return RegistryOptions.DEFAULT.withHosts(hosts).withTimeouts(Served.SHORT);
  }

  private ImageSource source() {
    return source(TAG, options());
  }

  private ImageSource source(Reference reference, RegistryOptions options) {
    return open(registry.client(options)).repository(reference);
  }

  private byte[] blob(ImageSource source) throws IOException {
    try (InputStream in = source.openBlob(registry.blob, retry -> waits.add(retry.delay()))) {
      return in.readAllBytes();
    }
  }

  @Test
  void mirrorHasAll_registryIsNotAsked() throws Exception {
    var source = source();
    assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(blob(source)).isEqualTo(Served.BLOB);
    assertThat(registry.registry.exchanges()).isEmpty();
    assertThat(mirror.exchanges()).hasSize(2);
  }

  @Test
  void mirrorIsDown_registryIsAskedAtOnce() throws Exception {
    mirror.close();
    var source = source();
    assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(blob(source)).isEqualTo(Served.BLOB);
    assertThat(registry.waits).isEmpty();
  }

  @Test
  void mirrorHangs_isNotAskedAgain() throws Exception {
    mirror.script(Request.any(), Misbehaviour.hang());
    var source = source();
    assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(blob(source)).isEqualTo(Served.BLOB);
    assertThat(registry.waits).isEmpty();
    assertThat(mirror.exchanges()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void mirrorFails_registryIsAskedAtOnce() throws Exception {
    mirror.script(Request.any(), Misbehaviour.tooManyRequests("100"));
    var source = source();
    assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(blob(source)).isEqualTo(Served.BLOB);
    assertThat(registry.waits).isEmpty();
    assertThat(waits).containsExactly(Duration.ZERO);
  }

  @Test
  void mirrorIsStale_registryHasTheRest() throws Exception {
    mirror.removeBlob("app", registry.blob.digest().toString());
    var source = source();
    assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(blob(source)).isEqualTo(Served.BLOB);
    assertThat(registry.registry.exchanges()).hasSize(1);
  }

  @Test
  void mirrorGivesAnotherManifest_registryIsAsked() throws Exception {
    mirror.script(
        Request.any(),
        Misbehaviour.body(Body.of("{\"schemaVersion\":3}".getBytes(StandardCharsets.UTF_8))));
    var source = source(Reference.parse("images.test/app@" + registry.manifest), options());
    assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    var descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, registry.manifest, Served.MANIFEST.length);
    assertThat(source.fetch(descriptor).bytes()).isEqualTo(Served.MANIFEST);
    assertThat(mirror.exchanges()).hasSize(1);
  }

  @Test
  void mirrorGivesAnotherBlob_isFoundOutAndLeft() throws Exception {
    mirror.script(
        Request.blob(registry.blob.digest().toString()), Misbehaviour.damageAt(1_000_000));
    var source = source();
    assertThatThrownBy(() -> blob(source))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageContaining("images.test at " + mirror.host());
    assertThat(source.distrust(registry.blob)).isTrue();
    assertThat(blob(source)).isEqualTo(Served.BLOB);
    assertThat(source.distrust(registry.blob)).isFalse();
    assertThat(mirror.exchanges()).hasSize(1);
  }

  @Test
  void mirrorBreaksOff_registryGivesTheRest() throws Exception {
    mirror.script(Request.any(), Misbehaviour.dropAfter(2_000_000));
    assertThat(blob(source())).isEqualTo(Served.BLOB);
    assertThat(registry.registry.exchanges().getFirst().request().findHeader("Range"))
        .hasValueSatisfying(
            range -> assertThat(range).startsWith("bytes=").isNotEqualTo("bytes=0-"));
    assertThat(registry.waits).isEmpty();
  }

  @Test
  void allFail_registryIsBlamedAndTheMirrorNamed() {
    mirror.script(Request.any(), Misbehaviour.status(500));
    registry.registry.script(Request.any(), Misbehaviour.status(404));
    var failure = catchThrowableOfType(ContentNotFoundException.class, () -> source().resolve());
    assertThat(failure).hasMessageStartingWith("images.test at " + registry.registry.host());
    assertThat(failure.registry()).isEqualTo("images.test");
    assertThat(failure.getSuppressed())
        .singleElement()
        .asInstanceOf(THROWABLE)
        .hasMessageContaining(mirror.host());
  }

  @Test
  void registryFails_isAskedAgainAndTheMirrorIsNot() throws Exception {
    mirror.script(Request.any(), Misbehaviour.status(404));
    registry.registry.script(Request.any(), 2, Misbehaviour.status(503));
    assertThat(source().resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(mirror.exchanges()).hasSize(1);
    assertThat(registry.waits).hasSize(2);
  }

  @Test
  void mirrorGivesAPage_registryIsAsked() throws Exception {
    byte[] page = "<html>log in</html>".getBytes(StandardCharsets.UTF_8);
    mirror.script(
        Request.any(),
        Misbehaviour.body(Body.of(page)).and(Misbehaviour.withoutHeader("Docker-Content-Digest")));
    assertThat(source().resolve().bytes()).isEqualTo(Served.MANIFEST);
  }

  /** As where a mirror is all that a machine can reach. */
  @Test
  void mirrorFailsForAWhile_noWayToTheRegistry_mirrorIsAskedAgain() throws Exception {
    mirror.script(Request.any(), 2, Misbehaviour.status(503));
    registry.registry.close();
    assertThat(source().resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(registry.waits).hasSize(2);
  }

  @Test
  void digestOnly_tagIsAskedOfTheRegistry() throws Exception {
    conf("pull-from-mirror = \"digest-only\"");
    source().resolve();
    assertThat(mirror.exchanges()).isEmpty();
    source(Reference.parse("images.test/app@" + registry.manifest), options()).resolve();
    assertThat(mirror.exchanges()).hasSize(1);
  }

  @Test
  void blocked_nobodyIsAsked() throws Exception {
    Files.writeString(
        directory.resolve("registries.conf"), "[[registry]]\nprefix='images.test'\nblocked=true\n");
    assertThatThrownBy(() -> source().resolve())
        .isInstanceOf(BlockedRegistryException.class)
        .hasMessageContaining("images.test");
    assertThat(mirror.exchanges()).isEmpty();
  }

  @Test
  void clearTextMirror_isToldNoPassword() throws Exception {
    var login = new Login("user", "secret");
    mirror = open(TestRegistry.start(new Access.Basic("user", "secret")));
    fill(mirror);
    conf("");
    var options = options().withCredentials(Credentials.of(mirror.host(), login));
    assertThat(source(TAG, options).resolve().bytes()).isEqualTo(Served.MANIFEST);
    assertThat(mirror.exchanges())
        .singleElement()
        .satisfies(e -> assertThat(e.request().findHeader("Authorization")).isEmpty());
    assertThat(registry.registry.exchanges()).hasSize(1);
  }

  @Test
  void change_countsFromTheNextPull() throws Exception {
    var client = open(registry.client(options()));
    client.repository(TAG).resolve();
    assertThat(registry.registry.exchanges()).isEmpty();
    Files.writeString(
        directory.resolve("registries.conf"),
        "[[registry]]\nprefix='images.test'\nlocation='%s'\n".formatted(registry.registry.host()));
    assertThat(client.repository(TAG).resolve().digest()).isEqualTo(Digest.sha256(Served.MANIFEST));
    assertThat(registry.registry.exchanges()).hasSize(1);
  }
}
