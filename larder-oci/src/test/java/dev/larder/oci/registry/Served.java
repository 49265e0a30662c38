// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.ImageSource;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A repository {@code app} with a manifest {@code 1} and one blob in a test registry, and a client
 * whose waits are noted instead of waited.
 */
final class Served implements AutoCloseable {
  static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
  static final int BLOB_BYTES = 3_000_000;
  static final byte[] BLOB = randomBytes();
  static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMillis(500));

  final TestRegistry registry;
  final RegistryClient client;
  final ImageSource source;
  final Descriptor blob;
  final Digest manifest;
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

  Served(TestRegistry registry, RegistryOptions options) {
    this.registry = registry;
    manifest = Digest.parse(registry.put("app", "1", MediaTypes.OCI_MANIFEST, MANIFEST));
    blob =
        Descriptor.of(
            MediaTypes.OCI_LAYER_GZIP,
            Digest.parse(registry.putBlob("app", Body.of(BLOB))),
            BLOB_BYTES);
    client = client(options);
    source = client.repository(reference("app:1"));
  }

  static Served openly() {
    return new Served(TestRegistry.start(), RegistryOptions.DEFAULT);
  }

  static Served impatiently() {
    return new Served(TestRegistry.start(), RegistryOptions.DEFAULT.withTimeouts(SHORT));
  }

  /** A further client with a wait that is noted. */
  RegistryClient client(RegistryOptions options) {
    RandomGenerator longest =
        new Random(1) {
          private static final long serialVersionUID = 1L;

          @Override
          public long nextLong(long bound) {
            return bound - 1;
          }
        };
    return RegistryClient.open(options, new Waiting(InstantSource.system(), waits::add, longest));
  }

  Reference reference(String name) {
    return Reference.parse(registry.reference(name));
  }

  byte[] readBlob() throws IOException {
    try (var in = source.openBlob(blob)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    client.close();
    registry.close();
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[BLOB_BYTES];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
