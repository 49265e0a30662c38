// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code larder load}. */
final class LoadCommandTest extends CommandTest {
  private static final String NAME = "docker.io/library/app:1";

  @Test
  void load_layoutDirectory_printsItsReferences() throws IOException {
    var layout = directory.resolve("layout");
    archive().writeOciLayout(layout);

    var run = larder.run("load", "-q", "-i", layout.toString());

    assertThat(run).isEqualTo(new TestLarder.Run(0, NAME + "\n", ""));
  }

  @Test
  void load_tag_isAFurtherName() throws IOException {
    var file = dockerArchive();

    var run = larder.run("load", "-i", file.toString(), "--tag", "more", "--format", "json");

    assertThat(JsonValue.parse(run.out()).at(0).at("layer_count")).isEqualTo(JsonValue.of(1L));
    assertThat(larder.run("images").out()).contains(NAME).contains("docker.io/library/more:latest");
  }

  @Test
  void load_standardInput_readsTheArchive() throws IOException {
    byte[] archive = Files.readAllBytes(dockerArchive());

    var run = larder.runWithInput(archive, "load", "-q", "-i", "-");

    assertThat(run).isEqualTo(new TestLarder.Run(0, NAME + "\n", ""));
    assertThat(larder.files()).hasSize(3);
  }

  @Test
  void load_noArchive_saysSoAndLeavesNothing() {
    byte[] rubbish = "no tar".repeat(500).getBytes(StandardCharsets.UTF_8);

    var run = larder.runWithInput(rubbish, "load", "-q", "-i", "-");
    var missing = larder.run("load", "-i", directory.resolve("missing").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).startsWith("larder: cannot load -: ");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).hasLineCount(1).contains("missing");
    assertThat(larder.files()).isEmpty();
  }

  @Test
  void load_otherPlatform_namesThoseThereAre() throws IOException {
    var run = larder.run("load", "-i", dockerArchive().toString(), "--platform", "linux/s390x");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("only for linux/amd64");
  }

  private static ImageArchive archive() {
    return new ImageArchive().add("app:1", TestLarder.image("a").build());
  }

  private Path dockerArchive() throws IOException {
    var file = directory.resolve("app.tar");
    archive().writeDockerArchive(file);
    return file;
  }
}
