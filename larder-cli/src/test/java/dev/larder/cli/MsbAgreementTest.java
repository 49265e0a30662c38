// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The peer's scripts move over: on every key that both print, larder's JSON is what msb 0.7.2
 * prints of the same image. Its program is the system property {@code larder.msb} or the
 * environment variable {@code LARDER_MSB}.
 */
final class MsbAgreementTest {
  /** msb prints null for the one, the converted size being unknown to it, and for the other. */
  private static final Set<String> UNKNOWN_TO_MSB = Set.of("erofs_size_bytes", "stop_signal");

  /** Each has its own clock; the form is compared. */
  private static final Set<String> TIMES = Set.of("created_at", "last_used_at");

  @TempDir private Path directory;

  @Test
  void imagesAndInspect_labImages_agree() throws IOException {
    String msb = System.getProperty("larder.msb", System.getenv().getOrDefault("LARDER_MSB", ""));
    Requirement.that(
        Files.isExecutable(Path.of(msb)), "LARDER_MSB must name the program of msb 0.7.2");
    var lab = LabImages.require();
    var peer = Tool.require("env").withEnvironment("MSB_HOME", directory.resolve("msb").toString());
    try (var registry = DockerRegistry.in(directory.resolve("registry")).start();
        var larder = new TestLarder(directory)) {
      for (String tag : List.of("debian", "app")) {
        registry.push("oci:" + lab.layout() + ":" + tag, "lab/" + tag + ":latest");
        String reference = registry.address() + "/lab/" + tag + ":latest";
        peer.run(msb, "pull", "--insecure", "-q", reference);
        assertThat(larder.run("pull", "-q", reference).status()).isZero();

        requireAgreement(
            JsonValue.parse(larder.run("inspect", reference, "--format", "json").out()),
            JsonValue.parse(
                peer.run(msb, "image", "inspect", reference, "--format", "json").text()),
            "inspect " + tag);
      }
      requireAgreement(
          JsonValue.parse(larder.run("images", "--format", "json").out()),
          JsonValue.parse(peer.run(msb, "images", "--format", "json").text()),
          "images");

      String pruned = peer.run(msb, "image", "prune", "--yes", "--format", "json").text();
      requireAgreementOnCounts(
          JsonValue.parse(larder.run("prune", "--yes", "--format", "json").out()),
          JsonValue.parse(pruned));
    }
  }

  private static void requireAgreement(JsonValue ours, JsonValue theirs, String where) {
    if (theirs.value() instanceof List<?> list) {
      assertThat(ours.list()).as(where).hasSameSizeAs(list);
      for (int index = 0; index < list.size(); index++) {
        requireAgreement(ours.at(index), theirs.at(index), where + "[" + index + "]");
      }
    } else if (theirs.value() instanceof Map<?, ?>) {
      assertThat(ours.names()).as(where).containsAll(theirs.names());
      for (String name : theirs.names()) {
        requireAgreementOn(name, ours.at(name), theirs.at(name), where + "." + name);
      }
    } else {
      assertThat(ours).as(where).isEqualTo(theirs);
    }
  }

  private static void requireAgreementOn(
      String name, JsonValue ours, JsonValue theirs, String where) {
    if (UNKNOWN_TO_MSB.contains(name)) {
      assertThat(theirs).as(where).isEqualTo(JsonValue.NULL);
    } else if (TIMES.contains(name)) {
      assertThat(OffsetDateTime.parse(theirs.text()))
          .as(where)
          .isCloseTo(OffsetDateTime.now(ZoneOffset.UTC), within(1, ChronoUnit.HOURS));
      assertThat(ours.text()).as(where).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    } else {
      requireAgreement(ours, theirs, where);
    }
  }

  /** The bytes differ, since the files do. */
  private static void requireAgreementOnCounts(JsonValue ours, JsonValue theirs) {
    var names = new ArrayList<>(theirs.names());
    assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(names);
    names.remove("bytes_reclaimed");
    assertThat(names).allSatisfy(name -> assertThat(ours.at(name)).isEqualTo(theirs.at(name)));
  }
}
