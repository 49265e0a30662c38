// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.DigestMismatchException;
import dev.larder.oci.source.Document;
import dev.larder.oci.source.DocumentTooLargeException;
import dev.larder.oci.source.SizeMismatchException;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a registry, what comes back, and what is said when it does not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RegistryClientTest {
  private static final int MANIFEST_LIMIT = 4 << 20;

  @Test
  void resolve_tag_returnsTheBytesAsServed() throws Exception {
    try (var served = Served.openly()) {
      Document document = served.source.resolve();
      assertThat(document.bytes()).isEqualTo(Served.MANIFEST);
      assertThat(document.digest()).isEqualTo(served.manifest);
      assertThat(document.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    }
  }

  @Test
  void resolve_tag_acceptsEveryKindOfManifestAndAsksOnce() throws Exception {
    try (var served = Served.openly()) {
      served.source.resolve();
      assertThat(served.registry.exchanges()).hasSize(1);
      Request request = served.registry.exchanges().getFirst().request();
      assertThat(request.findHeader("Accept").orElseThrow())
          .contains(
              MediaTypes.OCI_INDEX,
              MediaTypes.OCI_MANIFEST,
              MediaTypes.DOCKER_LIST,
              MediaTypes.DOCKER_MANIFEST);
      assertThat(request.findHeader("User-Agent")).contains("larder");
    }
  }

  @Test
  void resolve_tagAndDigest_asksForTheDigest() throws Exception {
    try (var served = Served.openly()) {
      Reference pinned = served.reference("app:other@" + served.manifest);
      assertThat(served.client.repository(pinned).resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.registry.manifestsServed())
          .isEqualTo(Map.of(served.manifest.toString(), 1));
    }
  }

  @Test
  void resolve_otherBytesThanTheDigest_isRefused() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(),
          Misbehaviour.damageAt(3).and(Misbehaviour.withoutHeader("Docker-Content-Digest")));
      var source = served.client.repository(served.reference("app@" + served.manifest));
      assertThatThrownBy(source::resolve)
          .isInstanceOf(DigestMismatchException.class)
          .hasMessageContaining(served.manifest.toString());
    }
  }

  @Test
  void resolve_wrongContentDigest_isRefused() throws Exception {
    try (var served = Served.openly()) {
      String other = "sha256:" + "0".repeat(64);
      served.registry.script(Request.any(), Misbehaviour.header("Docker-Content-Digest", other));
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(DigestMismatchException.class)
          .hasMessageContaining(other);
    }
  }

  @Test
  void resolve_noContentDigest_takesTheDigestOfTheBytes() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.withoutHeader("Docker-Content-Digest"));
      assertThat(served.source.resolve().digest()).isEqualTo(served.manifest);
    }
  }

  @Test
  void resolve_contentDigestThatIsNone_isRefused() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.header("Docker-Content-Digest", "md5:1"));
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("md5:1");
    }
  }

  @Test
  void resolve_manifestOfTheLimit_isRead() throws Exception {
    try (var served = Served.openly()) {
      served.registry.put("app", "big", MediaTypes.OCI_MANIFEST, new byte[MANIFEST_LIMIT]);
      var source = served.client.repository(served.reference("app:big"));
      assertThat(source.resolve().sizeBytes()).isEqualTo(MANIFEST_LIMIT);
    }
  }

  @Test
  void resolve_manifestOverTheLimit_isRefused() throws Exception {
    try (var served = Served.openly()) {
      served.registry.put("app", "big", MediaTypes.OCI_MANIFEST, new byte[MANIFEST_LIMIT + 1]);
      var source = served.client.repository(served.reference("app:big"));
      assertThatThrownBy(source::resolve)
          .isInstanceOf(DocumentTooLargeException.class)
          .hasMessageContaining("4194304");
    }
  }

  @Test
  void resolve_endlessManifest_isRefused() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.endless());
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(DocumentTooLargeException.class)
          .hasMessageContaining("4194304");
    }
  }

  @Test
  void resolve_unknownTag_saysWhatWasAskedAndWhatCame() throws Exception {
    try (var served = Served.openly()) {
      var source = served.client.repository(served.reference("some/app:none"));
      var thrown = catchThrowableOfType(ContentNotFoundException.class, source::resolve);
      assertThat(thrown.registry()).isEqualTo(served.registry.host());
      assertThat(thrown.repository()).isEqualTo("some/app");
      assertThat(thrown.reference()).isEqualTo("none");
      assertThat(thrown.status()).hasValue(404);
      assertThat(thrown.serverCode()).contains("MANIFEST_UNKNOWN");
      assertThat(thrown.serverMessage()).contains("manifest unknown");
      assertThat(thrown.isTransient()).isFalse();
      assertThat(thrown)
          .hasMessage(
              served.registry.host()
                  + ": some/app:none: not found"
                  + " (status 404, MANIFEST_UNKNOWN: manifest unknown)");
      assertThat(served.waits).isEmpty();
    }
  }

  @Test
  void resolve_errorThatIsNotJson_isStillAnError() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(), Misbehaviour.respond(Response.of(403, "text/html", "<html>\n{broken")));
      var thrown = catchThrowableOfType(ForbiddenException.class, served.source::resolve);
      assertThat(thrown.status()).hasValue(403);
      assertThat(thrown.serverCode()).isEmpty();
    }
  }

  @Test
  void resolve_errorWithLongTextOverLines_isOneShortLine() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(),
          Misbehaviour.error(403, "DENIED", "a\\r\\n\\u001b[31mb" + "x".repeat(9999)));
      assertThatThrownBy(served.source::resolve)
          .message()
          .hasSizeLessThan(500)
          .contains("a [31mbxx")
          .hasLineCount(1);
    }
  }

  @Test
  void resolve_nobodyListens_failsAtOnce() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (var client = RegistryClient.open(RegistryOptions.DEFAULT)) {
      var source = client.repository(Reference.parse("127.0.0.1:" + port + "/app"));
      var thrown = catchThrowableOfType(UnreachableException.class, source::resolve);
      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.REFUSED);
      assertThat(thrown.status()).isEmpty();
      assertThat(thrown).message().contains("127.0.0.1:" + port).hasLineCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.invalid", "127.0.0.1:65536"})
  void resolve_hostOrPortThatDoesNotExist_saysSo(String registry) throws Exception {
    try (var client = RegistryClient.open(RegistryOptions.DEFAULT)) {
      var source = client.repository(Reference.parse(registry + "/app"));
      var thrown = catchThrowableOfType(UnreachableException.class, source::resolve);
      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.UNKNOWN_HOST);
      assertThat(thrown).message().contains(registry).hasLineCount(1);
    }
  }

  @Test
  void fetch_manifestAndConfig_asksTheRightEndpointAndVerifies() throws Exception {
    try (var served = Served.openly()) {
      Digest config = Digest.parse(served.registry.putBlob("app", Body.of(new byte[] {'{', '}'})));
      var manifest =
          Descriptor.of(MediaTypes.OCI_MANIFEST, served.manifest, Served.MANIFEST.length);
      assertThat(served.source.fetch(manifest).bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.source.fetch(Descriptor.of(MediaTypes.OCI_CONFIG, config, 2)).text())
          .isEqualTo("{}");
      assertThat(served.registry.blobsServed()).isEqualTo(Map.of(config.toString(), 1));

      served.registry.script(Request.any(), Misbehaviour.damageAt(1));
      assertThatThrownBy(() -> served.source.fetch(manifest))
          .isInstanceOf(DigestMismatchException.class);
    }
  }

  @Test
  void openBlob_wholeBlob_asksOnce() throws Exception {
    try (var served = Served.openly()) {
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.registry.exchanges()).hasSize(1);
    }
  }

  @Test
  void openBlob_smallReads_giveTheSameBytes() throws Exception {
    try (var served = Served.openly();
        InputStream in = served.source.openBlob(served.blob)) {
      assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(Served.BLOB[0]));
      byte[] buffer = new byte[7];
      assertThat(in.readNBytes(buffer, 0, 7)).isEqualTo(7);
      assertThat(buffer).isEqualTo(Arrays.copyOfRange(Served.BLOB, 1, 8));
      assertThat(in.readAllBytes()).hasSize(Served.BLOB_BYTES - 8);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void openBlob_damagedByte_failsBeforeTheEnd() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.damageAt(1_000_000));
      assertThatThrownBy(served::readBlob).isInstanceOf(DigestMismatchException.class);
      assertThat(served.registry.exchanges()).hasSize(1);
    }
  }

  @Test
  void openBlob_lengthThatIsNotTheDescriptors_isRefusedBeforeTheBody() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.truncatedTo(1000));
      assertThatThrownBy(() -> served.source.openBlob(served.blob))
          .isInstanceOf(SizeMismatchException.class)
          .hasMessageContaining("1000");
    }
  }

  @Test
  void openBlob_endlessBody_endsBehindTheDescriptorsSize() throws Exception {
    try (var served = Served.openly()) {
      byte[] zeros = new byte[100_000];
      var blob =
          Descriptor.of(
              MediaTypes.OCI_LAYER,
              Digest.parse(served.registry.putBlob("app", Body.of(zeros))),
              zeros.length);
      served.registry.script(Request.any(), Misbehaviour.endless());
      try (InputStream in = served.source.openBlob(blob)) {
        assertThat(in.readNBytes(zeros.length)).isEqualTo(zeros);
        assertThatThrownBy(in::read).isInstanceOf(SizeMismatchException.class);
      }
    }
  }

  @Test
  void openBlob_unknownBlob_isNotFound() throws Exception {
    try (var served = Served.openly()) {
      served.registry.removeBlob("app", served.blob.digest().toString());
      assertThatThrownBy(served::readBlob)
          .isInstanceOf(ContentNotFoundException.class)
          .hasMessageContaining(served.blob.digest().toString());
    }
  }

  @Test
  void openBlob_closedEarly_leavesTheClientUsable() throws Exception {
    try (var served = Served.openly()) {
      for (int round = 0; round < 20; round++) {
        try (InputStream in = served.source.openBlob(served.blob)) {
          assertThat(in.read()).isNotNegative();
        }
      }
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void close_openBody_failsItsReader() throws Exception {
    try (var served = Served.impatiently()) {
      served.registry.script(Request.any(), Misbehaviour.hangAfter(1000));
      try (InputStream in = served.source.openBlob(served.blob)) {
        assertThat(in.readNBytes(1000)).hasSize(1000);
        served.client.close();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
      }
    }
  }

  static String stackTrace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
