// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code larder save}. */
final class SaveCommandTest extends CommandTest {
  private String reference = "";
  private Path archive = Path.of("");

  @BeforeEach
  void pull() {
    reference = larder.pull("app:1", "a", "b");
    archive = directory.resolve("app.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "docker"})
  void save_image_isLoadedAgainAndWarnsOfItsDigest(String kind) {
    var run = larder.run("save", "-o", archive.toString(), "--archive", kind, reference);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(reference + "\n");
    String digest = digest(larder);
    assertThat(run.err())
        .hasLineCount(1)
        .matches(
            "larder: warning: "
                + reference
                + " is saved with another digest: sha256:[0-9a-f]{64}, not "
                + digest
                + "; --original keeps it\n");
    try (var again = new TestLarder(directory.resolve("again"))) {
      var loaded = again.run("load", "-q", "-i", archive.toString());
      assertThat(loaded).isEqualTo(new TestLarder.Run(0, reference + "\n", ""));
      assertThat(run.err()).contains("another digest: " + digest(again));
    }
  }

  @Test
  void save_original_keepsTheDigestAndWarnsOfNothing() {
    var run = larder.run("save", "-o", archive.toString(), "--original", reference);

    assertThat(run).isEqualTo(new TestLarder.Run(0, reference + "\n", ""));
    try (var again = new TestLarder(directory.resolve("again"))) {
      again.run("load", "-q", "-i", archive.toString());
      assertThat(digest(again)).isEqualTo(digest(larder));
    }
  }

  @Test
  void save_json_saysWhatWasSaved() throws IOException {
    larder.run("tag", reference, "more");

    var run = larder.run("save", "-o", archive.toString(), "--format", "json", reference, "more");

    var json = JsonValue.parse(run.out());
    assertThat(json.at("archive")).isEqualTo(JsonValue.of(archive.toString()));
    assertThat(json.at("size_bytes")).isEqualTo(JsonValue.of(Files.size(archive)));
    var image = json.at("images").at(1);
    assertThat(image.at("reference")).isEqualTo(JsonValue.of("docker.io/library/more:latest"));
    assertThat(image.at("digest")).isEqualTo(JsonValue.of(digest(larder)));
    assertThat(image.at("saved_digest")).isEqualTo(json.at("images").at(0).at("saved_digest"));
    assertThat(run.out()).contains("\"size_bytes\"");
  }

  @Test
  void save_quiet_printsTheWarningAlone() {
    var run = larder.run("save", "-q", "-o", archive.toString(), reference);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void save_standardOutput_isTheArchiveAlone() throws IOException {
    larder.run("save", "-o", archive.toString(), reference);

    var run = larder.run("save", "-o", "-", reference);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(archive, StandardCharsets.UTF_8));
  }

  @Test
  void save_wrongUsage_saysWhatIsRight() {
    requireUsage("needs standard output for itself", "-o", "-", "--format", "json", reference);
    requireUsage(
        "--original needs --archive oci",
        "-o",
        "x",
        "--original",
        "--archive",
        "docker",
        reference);
    requireUsage("-o", reference);
    requireUsage("REF", "-o", archive.toString());
    larder.printToTerminal();
    requireUsage("nothing for a terminal", "-o", "-", reference);
    assertThat(archive).doesNotExist();
  }

  private void requireUsage(String saying, String... arguments) {
    var all = new ArrayList<>(List.of("save"));
    all.addAll(List.of(arguments));
    var run = larder.run(all.toArray(String[]::new));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).contains(saying);
  }

  @Test
  void save_unknownImage_isNotFoundAndLeavesNothing() {
    var run = larder.run("save", "-o", archive.toString(), reference, "nobody:1");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).hasLineCount(1).contains("nobody:1");
    assertThat(archive).doesNotExist();
  }

  @Test
  void save_noSuchDirectory_failsInOneLine() {
    Path nowhere = directory.resolve("no/such/app.tar");

    var run = larder.run("save", "-o", nowhere.toString(), reference);

    assertThat(run)
        .isEqualTo(
            new TestLarder.Run(
                1, "", "larder: cannot save to " + nowhere + ": there is no such directory\n"));
  }

  private String digest(TestLarder which) {
    return which.run("inspect", "-q", reference).out().strip();
  }
}
