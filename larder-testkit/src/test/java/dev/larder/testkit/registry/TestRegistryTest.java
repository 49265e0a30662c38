// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.registry.Delivery.Framing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TestRegistryTest {
  private static final byte[] BLOB = randomBytes(300_000);
  private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void put_image_isServedByTagAndDigestAndCounted() throws Exception {
    try (var registry = TestRegistry.start();
        var client = HttpClient.newHttpClient()) {
      String digest = registry.put("app", "1", "application/json", MANIFEST, Body.of(BLOB.clone()));
      String blob = Body.of(BLOB).digest();

      HttpResponse<byte[]> byTag = get(client, registry, "/v2/app/manifests/1");
      assertThat(byTag.body()).isEqualTo(MANIFEST);
      assertThat(byTag.headers().firstValue("Docker-Content-Digest")).contains(digest);
      assertThat(get(client, registry, "/v2/app/manifests/" + digest).body()).isEqualTo(MANIFEST);
      assertThat(get(client, registry, "/v2/app/blobs/" + blob).body()).isEqualTo(BLOB);
      assertThat(get(client, registry, "/v2/other/blobs/" + blob).statusCode()).isEqualTo(404);

      assertThat(registry.blobsServed()).isEqualTo(Map.of(blob, 1));
      assertThat(registry.manifestsServed()).isEqualTo(Map.of("1", 1, digest, 1));
    }
  }

  @Test
  void putBlob_file_isServedInRanges() throws Exception {
    Path file = Files.write(directory.resolve("blob"), BLOB);
    try (var registry = TestRegistry.start();
        var client = HttpClient.newHttpClient()) {
      String blob = registry.putBlob("app", file);
      var request =
          HttpRequest.newBuilder(URI.create(registry.origin() + "/v2/app/blobs/" + blob))
              .header("Range", "bytes=299990-")
              .build();
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(206);
      assertThat(response.body()).hasSize(10).endsWith(BLOB[BLOB.length - 1]);
      assertThat(response.headers().firstValue("Content-Range"))
          .contains("bytes 299990-299999/300000");
    }
  }

  @Test
  void script_times_misbehavesThatOftenThenBehaves() throws Exception {
    try (var registry = TestRegistry.start();
        var client = HttpClient.newHttpClient()) {
      registry.put("app", "1", "application/json", MANIFEST);
      registry.script(Request.manifest("1"), 2, Misbehaviour.status(503));
      assertThat(get(client, registry, "/v2/app/manifests/1").statusCode()).isEqualTo(503);
      assertThat(get(client, registry, "/v2/app/manifests/1").statusCode()).isEqualTo(503);
      assertThat(get(client, registry, "/v2/app/manifests/1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void script_spoiledBodies_arriveSpoiled() throws Exception {
    try (var registry = TestRegistry.start();
        var client = HttpClient.newHttpClient()) {
      String target = "/v2/app/blobs/" + registry.putBlob("app", Body.of(BLOB));

      registry.script(Request.any(), 1, Misbehaviour.dropAfter(1000));
      assertThatThrownBy(() -> get(client, registry, target)).isInstanceOf(IOException.class);
      registry.script(Request.any(), 1, Misbehaviour.resetAfter(1000));
      assertThatThrownBy(() -> get(client, registry, target)).isInstanceOf(IOException.class);

      registry.script(Request.any(), 1, Misbehaviour.damageAt(77));
      byte[] damaged = get(client, registry, target).body();
      assertThat(damaged[77]).isEqualTo((byte) ~BLOB[77]);
      damaged[77] = BLOB[77];
      assertThat(damaged).isEqualTo(BLOB);

      registry.script(Request.any(), 1, Misbehaviour.truncatedTo(1000));
      assertThat(get(client, registry, target).body()).hasSize(1000);
      registry.script(Request.any(), 1, Misbehaviour.framing(Framing.CHUNKED));
      assertThat(get(client, registry, target).body()).isEqualTo(BLOB);
      registry.script(Request.any(), 1, Misbehaviour.framing(Framing.CLOSE));
      assertThat(get(client, registry, target).body()).isEqualTo(BLOB);
      registry.script(Request.any(), 1, Misbehaviour.slow(1_000_000));
      long start = System.nanoTime();
      assertThat(get(client, registry, target).body()).isEqualTo(BLOB);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }
  }

  @Test
  void close_hangingResponse_endsIt() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var registry = TestRegistry.start();
      registry.script(Request.any(), Misbehaviour.hang());
      var answer =
          client.sendAsync(
              HttpRequest.newBuilder(URI.create(registry.origin() + "/v2/")).build(),
              BodyHandlers.discarding());
      while (registry.requests(Request.any()) == 0) {
        Thread.sleep(5);
      }
      registry.close();
      assertThat(answer).failsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void startTls_ownAuthority_isTrustedWithItOnly() throws Exception {
    var certificates = TestCertificates.create(directory);
    try (var registry = TestRegistry.startTls(certificates, new Access.Open());
        var strict = HttpClient.newHttpClient();
        var client = HttpClient.newBuilder().sslContext(trusting(certificates)).build()) {
      String target = "/v2/app/blobs/" + registry.putBlob("app", Body.of(BLOB));
      assertThat(get(client, registry, target).body()).isEqualTo(BLOB);
      assertThatThrownBy(() -> get(strict, registry, target)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void start_bearer_wantsTokenOfItsOwn() throws Exception {
    try (var registry = TestRegistry.start(new Access.AnonymousBearer(Duration.ofMinutes(1)));
        var client = HttpClient.newHttpClient()) {
      registry.put("app", "1", "application/json", MANIFEST);
      HttpResponse<byte[]> refused = get(client, registry, "/v2/app/manifests/1");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .contains(
              "Bearer realm=\""
                  + registry.origin()
                  + "/token\",service=\"test-registry\",scope=\"repository:app:pull\"");
      get(client, registry, "/token?service=test-registry&scope=repository%3Aapp%3Apull");
      var request =
          HttpRequest.newBuilder(URI.create(registry.origin() + "/v2/app/manifests/1"))
              .header("Authorization", "Bearer " + registry.tokens().iterator().next())
              .build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(MANIFEST);
      registry.revokeTokens();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<byte[]> get(HttpClient client, TestRegistry registry, String target)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(registry.origin() + target)).build(),
        BodyHandlers.ofByteArray());
  }

  private static SSLContext trusting(TestCertificates certificates) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(certificates.authority())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
