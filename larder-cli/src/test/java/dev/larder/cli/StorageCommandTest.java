// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.ImageCache;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that look after the disk: {@code df}, {@code verify}, {@code touch}. */
final class StorageCommandTest extends CommandTest {
  @Test
  void df_text_showsImagesAndSums() {
    String first = larder.pull("app:1", "shared", "a");
    larder.pull("app:2", "shared", "b");
    larder.run("tag", first, "app");

    var run = larder.run("df");

    assertThat(run.status()).isZero();
    assertThat(run.lines().getFirst())
        .matches("REFERENCE +DIGEST +DOWNLOAD +EROFS +ALLOCATED +SHARED +UNIQUE");
    assertThat(run.lines())
        .anyMatch(line -> line.startsWith(first + " and 1 more name "))
        .anyMatch(line -> line.startsWith("total "))
        .noneMatch(line -> line.startsWith("LAYER"));
    assertThat(larder.run("df", "--layers").lines())
        .anyMatch(line -> line.matches("[0-9a-f]{12} .* [0-9a-f]{12} [0-9a-f]{12}"));
  }

  @Test
  void df_json_addsUpToWhatDuSays() throws Exception {
    larder.pull("app:1", "shared", "a");
    larder.pull("app:2", "shared", "b");
    Path rubbish = larder.home().resolve("layers/sha256_" + "0".repeat(64) + ".erofs");
    Files.writeString(rubbish, "left by a crash");

    var usage = JsonValue.parse(larder.run("df", "--format", "json").out());

    assertThat(usage.names())
        .containsExactly("images", "layers", "leftover_bytes", "other_bytes", "total_bytes");
    assertThat(usage.at("images").at(0).names())
        .containsExactly(
            "digest",
            "references",
            "size_bytes",
            "erofs_size_bytes",
            "allocated_bytes",
            "shared_bytes",
            "unique_bytes");
    assertThat(usage.at("layers").at(0).names())
        .containsExactly(
            "diff_id", "compressed_size_bytes", "erofs_size_bytes", "allocated_bytes", "images");
    assertThat(usage.at("layers").list())
        .extracting(layer -> JsonValue.of(layer).at("images").list().size())
        .containsExactlyInAnyOrder(1, 1, 2);
    assertThat(number(usage.at("leftover_bytes"))).isPositive();
    long images = 0;
    long shared = number(usage.at("images").at(0).at("shared_bytes"));
    for (int i = 0; i < 2; i++) {
      images += number(usage.at("images").at(i).at("unique_bytes"));
    }
    assertThat(
            images + shared + number(usage.at("leftover_bytes")) + number(usage.at("other_bytes")))
        .isEqualTo(number(usage.at("total_bytes")));
    // As long as somebody has the catalog open, its log is there for both to be counted.
    try (var _ = ImageCache.open(larder.home())) {
      String line = Tool.require("du").run("-s", "-B1", larder.home().toString()).text();
      assertThat(larder.run("df", "-q").out().strip())
          .isEqualTo(line.substring(0, line.indexOf('\t')));
    }
  }

  private static long number(JsonValue value) {
    return Long.parseLong(value.text());
  }

  @Test
  void verify_whole_saysSoAtEachLevel() {
    larder.pull("app:1", "a");

    for (var level : List.of("--quick", "--deep")) {
      assertThat(larder.run("verify", level))
          .isEqualTo(new TestLarder.Run(0, "5 artefacts looked at: nothing is wrong\n", ""));
    }
    assertThat(larder.run("verify", "-q")).isEqualTo(new TestLarder.Run(0, "", ""));
    assertThat(larder.run("verify", "--quick", "--deep").status()).isEqualTo(2);
  }

  @Test
  void verify_damage_is1UntilItIsRepaired() throws IOException {
    String reference = larder.pull("app:1", "a");
    spoil("layers");

    assertThat(larder.run("verify", "--quick").status()).isZero();
    var found = larder.run("verify");

    assertThat(found.status()).isEqualTo(1);
    assertThat(found.lines().get(1))
        .matches("damaged +layer +[0-9a-f]{12} +\\Q" + reference + "\\E .*checksum.*");
    assertThat(found.lines().getLast())
        .isEqualTo(
            "5 artefacts looked at: 0 missing, 1 damaged;"
                + " 'larder verify --repair' mends what can be mended");
    assertThat(larder.run("verify", "-q").out()).startsWith("sha256:").hasLineCount(1);

    var mended = larder.run("verify", "--repair");

    assertThat(mended.status()).isZero();
    assertThat(mended.lines().get(1)).matches("fetched +layer +.*from .*");
    assertThat(mended.lines().getLast()).endsWith("0 missing, 1 damaged; 1 mended");
    assertThat(larder.run("verify", "--deep").status()).isZero();
  }

  @Test
  void verify_beyondRepair_is1AndSaysWhy() throws IOException {
    larder.pull("app:1", "a");
    spoil("layers");
    larder.registry().close();

    var run = larder.run("verify", "--repair");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines().get(1)).startsWith("failed ");
    assertThat(run.lines().getLast()).contains("not");
  }

  @Test
  void verify_json_tellsOfEachArtefactAndRepair() throws IOException {
    String reference = larder.pull("app:1", "a");
    spoil("fsmeta");

    var found = JsonValue.parse(larder.run("verify", "--format", "json").out());
    var mended = JsonValue.parse(larder.run("verify", "--repair", "--format", "json").out());

    assertThat(found.names()).containsExactly("level", "sound", "artefacts", "repairs");
    assertThat(found.at("level").text()).isEqualTo("full");
    assertThat(found.at("sound")).isEqualTo(JsonValue.of(false));
    assertThat(found.at("artefacts").list()).hasSize(5);
    assertThat(found.at("artefacts").at(0).names())
        .containsExactly("kind", "digest", "images", "condition", "detail");
    assertThat(found.at("artefacts").at(0).at("images").list()).hasToString("[" + reference + "]");
    assertThat(found.at("artefacts").at(0).at("detail")).isEqualTo(JsonValue.NULL);
    assertThat(mended.at("sound")).isEqualTo(JsonValue.of(true));
    assertThat(mended.at("repairs").list()).hasSize(1);
    assertThat(mended.at("repairs").at(0).at("outcome").text()).isEqualTo("rebuilt");
  }

  @Test
  void verify_oneImage_leavesOthersAlone() throws IOException {
    String damaged = larder.pull("app:1", "a");
    spoil("layers");
    String whole = larder.pull("other:1", "b");

    assertThat(larder.run("verify", whole).status()).isZero();
    assertThat(larder.run("verify", "--repair", whole).status()).isZero();
    assertThat(larder.run("verify", damaged).status()).isEqualTo(1);
    assertThat(larder.run("verify", "nobody").status()).isEqualTo(3);
    assertThat(larder.run("verify", "--repair", damaged).status()).isZero();
    assertThat(larder.run("verify").status()).isZero();
  }

  /** Changes a byte of the only file of a directory that a quick look does not read. */
  private void spoil(String directory) throws IOException {
    try (var files = Files.list(larder.home().resolve(directory))) {
      Path file = files.findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 4000] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void touch_images_movesTheirLastUse() {
    String reference = larder.pull("app:1", "a");
    String other = larder.pull("app:2", "b");
    larder.advance(Duration.ofHours(30));

    var run = larder.run("touch", reference, "nobody");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).isEqualTo(reference + "\n");
    larder.run("prune", "--yes", "--until", "24h");
    assertThat(larder.run("images").out()).contains(reference).doesNotContain(other);
    var json = JsonValue.parse(larder.run("touch", reference, "--format", "json").out());
    assertThat(json.at(0).at("last_used_at").text()).isEqualTo("2026-11-02T16:00:00Z");
    assertThat(larder.run("touch", "-q", reference)).isEqualTo(new TestLarder.Run(0, "", ""));
  }
}
