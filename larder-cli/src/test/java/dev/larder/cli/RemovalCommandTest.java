// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The commands that name and remove: {@code tag}, {@code rmi}, {@code prune}. */
final class RemovalCommandTest extends CommandTest {
  @Test
  void tag_newName_printsItNormalised() {
    String reference = larder.pull("app:1", "a");

    assertThat(larder.run("tag", reference, "app").out())
        .isEqualTo("docker.io/library/app:latest\n");
    assertThat(larder.run("tag", "-q", reference, "b").out()).isEmpty();
    var json = JsonValue.parse(larder.run("tag", "--format=json", reference, "c").out());
    assertThat(json.at("reference").text()).isEqualTo("docker.io/library/c:latest");
    assertThat(larder.run("tag", reference, "app@sha256:" + "0".repeat(64)).status()).isEqualTo(2);
    assertThat(larder.run("tag", "nobody", "app").status()).isEqualTo(3);
  }

  @Test
  void rmi_oneOfTwoNames_keepsTheImage() {
    String reference = larder.pull("app:1", "a");
    larder.run("tag", reference, "app");

    var run = larder.run("rmi", "app");

    assertThat(run).isEqualTo(new TestLarder.Run(0, "untagged docker.io/library/app:latest\n", ""));
    assertThat(larder.files()).hasSize(3);
  }

  @Test
  void rmi_lastName_removesTheImage() {
    String reference = larder.pull("app:1", "a");

    var run = larder.run("rmi", reference);

    assertThat(run.status()).isZero();
    assertThat(run.lines()).hasSize(2).first().isEqualTo("untagged " + reference);
    assertThat(run.lines().getLast()).startsWith("removed the image and 1 layer, ");
    assertThat(larder.files()).isEmpty();
  }

  @Test
  void rmi_severalJson_reportsEach() {
    String first = larder.pull("app:1", "a");
    String second = larder.pull("app:2", "b");

    var run = larder.run("rmi", "--format", "json", first, "nobody", second);

    var reports = JsonValue.parse(run.out());
    assertThat(run.status()).isEqualTo(3);
    assertThat(reports.list()).hasSize(2);
    assertThat(reports.at(1).at("untagged").at(0).text()).isEqualTo(second);
    assertThat(reports.at(1).at("manifests_removed")).isEqualTo(JsonValue.of(1L));
  }

  @Test
  void rmi_usedBySandbox_is4UnlessForced() {
    String reference = larder.pull("app:1", "a");
    larder.run("sandbox", "create", "-q", "web", reference);

    var refused = larder.run("rmi", reference);

    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.err()).hasLineCount(1).contains("in use by sandbox web").contains("-f");
    assertThat(larder.files()).hasSize(3);

    var forced = larder.run("rmi", "-q", "-f", reference);

    assertThat(forced)
        .isEqualTo(new TestLarder.Run(0, "", "larder: warning: lost their image: web\n"));
    assertThat(larder.files()).isEmpty();
    assertThat(larder.run("sandbox", "inspect", "web").status()).isEqualTo(3);
  }

  @Test
  void prune_yes_removesWhatNothingUses() {
    String used = larder.pull("app:1", "a");
    larder.pull("app:2", "b");
    larder.run("sandbox", "create", "-q", "web", used);

    var run = larder.run("prune", "--yes");

    assertThat(run.out()).startsWith("removed 1 name, 1 image and 1 layer, ");
    assertThat(run.err()).isEmpty();
    assertThat(larder.run("images").out()).contains(used).hasLineCount(2);
  }

  @Test
  void prune_json_hasTheContractsKeys() {
    larder.pull("app:1", "a");

    var report = JsonValue.parse(larder.run("prune", "-y", "--format", "json").out());

    assertThat(report.names())
        .containsExactly(
            "image_refs_removed",
            "manifests_removed",
            "layers_removed",
            "fsmeta_removed",
            "vmdk_removed",
            "bytes_reclaimed");
    assertThat(report.at("fsmeta_removed")).isEqualTo(JsonValue.of(1L));
  }

  @Test
  void prune_answer_decides() {
    larder.pull("app:1", "a");

    var silent = larder.run("prune");
    var no = larder.runWithInput(bytes("no\n"), "prune");

    for (var run : new TestLarder.Run[] {silent, no}) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("1 name would be removed. Continue? [y/N] ");
    }
    assertThat(larder.files()).hasSize(3);
    assertThat(larder.runWithInput(bytes("y\n"), "prune").status()).isZero();
    assertThat(larder.files()).isEmpty();
  }

  @Test
  void prune_nothingToRemove_doesNotAsk() {
    var run = larder.run("prune");

    assertThat(run)
        .isEqualTo(
            new TestLarder.Run(0, "removed 0 names, 0 images and 0 layers, 0 B reclaimed\n", ""));
  }

  @Test
  void prune_dryRun_givesReasonsAndRemovesNothing() {
    String used = larder.pull("app:1", "a");
    String unused = larder.pull("app:2", "b");
    larder.run("sandbox", "create", "-q", "web", used);

    var run = larder.run("prune", "--dry-run");

    assertThat(run.lines())
        .anyMatch(line -> line.matches("remove +\\Q" + unused + "\\E .*nothing uses it"))
        .anyMatch(line -> line.matches("keep +\\Q" + used + "\\E .*used by sandbox web"))
        .endsWith("1 name would be removed.");
    var json = JsonValue.parse(larder.run("prune", "--dry-run", "--format", "json").out());
    assertThat(json.at("images").at(0).at("verdict").text()).isEqualTo("remove");
    assertThat(json.at("images").at(0).at("reason").text()).isEqualTo("nothing uses it");
    assertThat(json.at("leftover_bytes")).isEqualTo(JsonValue.of(0L));
    assertThat(larder.files()).hasSize(6);
  }

  @Test
  void prune_rules_spareWhatTheySpare() {
    String old = larder.pull("app:1", "a");
    larder.advance(Duration.ofHours(30));
    String young = larder.pull("app:2", "b");
    larder.pull("other:1", "c");
    larder.run("tag", young, "app");

    larder.run("prune", "--yes", "--until", "24h", "--filter", "reference=*/app");
    assertThat(larder.run("images").out()).doesNotContain(old).contains(young);

    larder.run("prune", "--yes", "--dangling");
    larder.run("prune", "--yes", "--max-size", "1GB");
    larder.run("prune", "--yes", "--keep-last", "1");
    assertThat(larder.run("images").out()).contains(young).contains("other:1");

    larder.run("prune", "--yes", "--max-size", "0");
    assertThat(larder.files()).isEmpty();
  }

  @Test
  void prune_graceAndFloor_spareWhatTheySpare() {
    String old = larder.pull("app:1", "a");
    larder.advance(Duration.ofHours(2));
    String young = larder.pull("app:2", "b");

    var enough = larder.run("prune", "--dry-run", "--min-free", "0");
    assertThat(enough.lines()).endsWith("0 names would be removed.");
    assertThat(larder.run("prune", "--dry-run", "--min-free", "1PiB").lines())
        .endsWith("2 names would be removed.");

    larder.run("prune", "--yes", "--grace", "1h");
    assertThat(larder.run("images").out()).contains(young).doesNotContain(old);
    assertThat(larder.run("prune", "--dry-run", "--grace", "1x").status()).isEqualTo(2);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
