// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.testkit.hostile.Mutator;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to a document, it is read or refused with a type of ours, and soon. */
final class DocumentMutationTest {
  private static final long SEED = Long.getLong("larder.mutantSeed", 8_151_623);
  private static final int ROUNDS = Integer.getInteger("larder.mutants", 2_000);
  private static final String[] PIECES = {
    "null",
    "[]",
    "{}",
    "\"\"",
    "0",
    "-1",
    "1e999",
    "9999999999999999999",
    "true",
    ",",
    ":",
    "\\u0000",
    "\ud800",
    "\"mediaType\":",
    "\"manifests\":[],",
    "[[[[",
    "sha256:"
  };

  private interface Reading {
    void read(byte[] bytes) throws IOException;
  }

  @Test
  void parse_mutatedManifest_failsTypedOrNotAtAll() {
    var image =
        new ImageBuilder().layer(new TarBuilder().file("a", "1")).annotation("k", "v").build();
    mutate(
        image.document().bytes(),
        bytes -> ImageDocument.parse(MediaTypes.OCI_MANIFEST, bytes, DocumentLimits.DEFAULT));
    mutate(
        TestIndex.of(image, image).document().bytes(),
        bytes -> ImageDocument.parse("", bytes, DocumentLimits.DEFAULT));
  }

  @Test
  void parse_mutatedConfig_failsTypedOrNotAtAll() {
    var image =
        new ImageBuilder()
            .layer(new TarBuilder().file("a", "1"))
            .env("A=B")
            .cmd("x")
            .labels(Map.of("k", "v"))
            .history("h")
            .build();
    mutate(image.config().bytes(), bytes -> ConfigFile.parse(bytes, DocumentLimits.DEFAULT));
  }

  @Test
  void parse_mutatedSaveList_failsTypedOrNotAtAll() {
    mutate(
        "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:b\"],\"Layers\":[\"x/layer.tar\"]}]"
            .getBytes(StandardCharsets.UTF_8),
        bytes -> DockerSaveItem.parse(bytes, DocumentLimits.DEFAULT));
    mutate(
        "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8),
        bytes -> OciLayoutFile.parse(bytes, DocumentLimits.DEFAULT));
  }

  private static void mutate(byte[] document, Reading reading) {
    var mutator = Mutator.ofText(new Random(SEED), PIECES);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutant = mutator.mutant(document);
      try {
        reading.read(mutant);
      } catch (MalformedDocumentException | NotAnImageException e) {
        refused++;
        assertThat(e.getMessage()).hasSizeLessThan(2_000);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        fail("seed %d, round %d: %s", SEED, round, new String(mutant, StandardCharsets.UTF_8), e);
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 4);
  }
}
