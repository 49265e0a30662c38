// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands that only look: {@code images}, {@code inspect}, {@code history}. */
final class ImagesCommandTest extends CommandTest {
  @Test
  void images_none_printsHeadings() {
    var run = larder.run("images");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo("REFERENCE   DIGEST   PLATFORM   LAYERS   SIZE   CREATED   LAST USED\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void images_some_alignsColumnsNewestFirst() {
    String old = larder.pull("app:1", "a");
    larder.advance(Duration.ofHours(2));
    String young = larder.pull("application:latest", "a", "b");
    larder.advance(Duration.ofMinutes(5));

    var lines = larder.run("images").lines();

    assertThat(lines).hasSize(3);
    int platform = lines.getFirst().indexOf("PLATFORM");
    assertThat(lines.get(1)).startsWith(young).endsWith("5 minutes ago   5 minutes ago");
    assertThat(lines.get(2)).startsWith(old).endsWith("2 hours ago     2 hours ago");
    assertThat(lines.subList(1, 3)).allMatch(line -> line.startsWith("linux/amd64", platform));
  }

  @Test
  void images_quiet_printsEachDigestOnce() {
    String reference = larder.pull("app:1", "a");
    larder.run("tag", reference, "other");
    String digest = TestLarder.image("a").build().digest();

    assertThat(larder.run("images", "-q").out())
        .isEqualTo(digest.substring("sha256:".length()).substring(0, 12) + "\n");
    assertThat(larder.run("images", "-q", "--digests").out()).isEqualTo(digest + "\n");
  }

  @Test
  void images_filter_listsWhatMatches() {
    String labelled =
        larder.push("a:1", TestLarder.image("a").labels(Map.of("tier", "web")).build());
    larder.run("pull", "-q", labelled);
    larder.pull("b:1", "b");

    var run = larder.run("images", "--filter", "label=tier=web", "--format", "json");

    assertThat(JsonValue.parse(run.out()).list()).hasSize(1);
    assertThat(JsonValue.parse(run.out()).at(0).at("reference").text()).isEqualTo(labelled);
  }

  @Test
  void images_json_hasTheContractsKeys() {
    String reference = larder.pull("app:1", "a");

    var image = JsonValue.parse(larder.run("images", "--format", "json").out()).at(0);

    assertThat(image.names())
        .containsExactly(
            "reference",
            "digest",
            "architecture",
            "os",
            "variant",
            "layer_count",
            "size_bytes",
            "created_at",
            "last_used_at");
    assertThat(image.at("reference").text()).isEqualTo(reference);
    assertThat(image.at("digest").text()).isEqualTo(TestLarder.image("a").build().digest());
    assertThat(image.at("variant")).isEqualTo(JsonValue.NULL);
    assertThat(image.at("layer_count")).isEqualTo(JsonValue.of(1L));
    assertThat(image.at("created_at").text()).isEqualTo("2026-11-01T10:00:00Z");
  }

  @Test
  void inspect_json_hasConfigAndLayers() {
    var image =
        TestLarder.image("a", "b")
            .env("A=1")
            .entrypoint("/bin/app")
            .workingDir("/srv")
            .labels(Map.of("tier", "web"))
            .build();
    String reference = larder.push("app:1", image);
    larder.run("pull", "-q", reference);

    var detail = JsonValue.parse(larder.run("inspect", reference, "--format", "json").out());

    var config = detail.at("config");
    assertThat(config.names())
        .containsExactly(
            "digest", "env", "cmd", "entrypoint", "working_dir", "user", "labels", "stop_signal");
    assertThat(config.at("env").at(0).text()).isEqualTo("A=1");
    assertThat(config.at("cmd")).isEqualTo(JsonValue.NULL);
    assertThat(config.at("user")).isEqualTo(JsonValue.NULL);
    assertThat(config.at("labels").at("tier").text()).isEqualTo("web");
    var layer = detail.at("layers").at(1);
    assertThat(layer.names())
        .containsExactly(
            "position",
            "diff_id",
            "blob_digest",
            "media_type",
            "compressed_size_bytes",
            "erofs_size_bytes");
    assertThat(layer.at("diff_id").text()).isEqualTo(image.layers().get(1).diffId());
    assertThat(layer.at("blob_digest").text()).isEqualTo(image.layers().get(1).blobDigest());
    assertThat(layer.at("position")).isEqualTo(JsonValue.of(1L));
  }

  @Test
  void inspect_text_showsWhatTheImageSays() {
    var image = TestLarder.image("a").cmd("sh", "-c", "echo hi").stopSignal("SIGQUIT").build();
    String reference = larder.push("app:1", image);
    larder.run("pull", "-q", reference);

    var run = larder.run("inspect", reference);

    assertThat(run.lines())
        .contains("Reference:   " + reference)
        .contains("Digest:      " + image.digest())
        .contains("Cmd:         sh -c \"echo hi\"")
        .contains("StopSignal:  SIGQUIT")
        .noneMatch(line -> line.startsWith("Entrypoint"));
  }

  @Test
  void inspect_byDigestAndPrefix_findsTheImage() {
    larder.pull("app:1", "a");
    String digest = TestLarder.image("a").build().digest();

    assertThat(larder.run("inspect", "-q", digest).out()).isEqualTo(digest + "\n");
    assertThat(larder.run("inspect", "-q", digest.substring(0, 15)).out()).isEqualTo(digest + "\n");
  }

  @Test
  void inspect_unknown_isNotFound() {
    var run = larder.run("inspect", "nobody/knows");

    assertThat(run)
        .isEqualTo(
            new TestLarder.Run(
                3,
                "",
                "larder: no such image: nobody/knows; 'larder images' lists what there is\n"));
  }

  @Test
  void history_text_hasTheLastStepFirst() {
    var image =
        TestLarder.image("a").history("COPY a /").emptyHistory("CMD [\"sh\"]\033[31m").build();
    String reference = larder.push("app:1", image);
    larder.run("pull", "-q", reference);

    var lines = larder.run("history", reference).lines();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("-").endsWith("CMD [\"sh\"] [31m");
    assertThat(lines.get(2)).endsWith("COPY a /");
    assertThat(larder.run("history", "-q", reference).out())
        .isEqualTo(image.layers().getFirst().diffId() + "\n");
  }

  @Test
  void history_json_tellsWhichLayerAStepMade() {
    var image = TestLarder.image("a").history("COPY a /").emptyHistory("CMD").build();
    String reference = larder.push("app:1", image);
    larder.run("pull", "-q", reference);

    var steps = JsonValue.parse(larder.run("history", reference, "--format", "json").out());

    assertThat(steps.at(0).at("diff_id").text()).isEqualTo(image.layers().getFirst().diffId());
    assertThat(steps.at(0).at("created_by").text()).isEqualTo("COPY a /");
    assertThat(steps.at(1).at("diff_id")).isEqualTo(JsonValue.NULL);
  }
}
