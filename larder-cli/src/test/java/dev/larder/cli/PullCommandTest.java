// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.registry.Misbehaviour;
import org.junit.jupiter.api.Test;

/** {@code larder pull}, where it succeeds. */
final class PullCommandTest extends CommandTest {
  @Test
  void pull_noTerminal_printsReferenceAndALineForEachStep() {
    var image = TestLarder.image("a", "b").build();
    String reference = larder.push("app:1", image);

    var run = larder.run("pull", reference);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(reference + "\n");
    String layer =
        image.layers().getFirst().diffId().substring("sha256:".length()).substring(0, 12);
    assertThat(run.err().lines())
        .startsWith(reference + ": resolving")
        .contains(reference + ": merging")
        .anyMatch(line -> line.startsWith(reference + ": linux/amd64, 2 layers, "))
        .anyMatch(line -> line.startsWith(layer + ": downloading "))
        .anyMatch(line -> line.startsWith(layer + ": done, "))
        .anyMatch(line -> line.startsWith(reference + ": done, 2 layers downloaded ("));
  }

  @Test
  void pull_quiet_printsReferenceAlone() {
    String reference = larder.push("app:1", TestLarder.image("a").build());

    var run = larder.run("pull", "-q", reference);

    assertThat(run).isEqualTo(new TestLarder.Run(0, reference + "\n", ""));
  }

  @Test
  void pull_sameAgain_asksNobody() {
    String reference = larder.pull("app:1", "a");
    larder.registry().clearExchanges();

    var run = larder.run("pull", reference);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains(": cached").contains("done, nothing to download");
    assertThat(larder.registry().exchanges()).isEmpty();
  }

  @Test
  void pull_policyAlways_followsTheTag() {
    String reference = larder.pull("app:1", "a");
    String moved = TestLarder.image("b").build().digest();
    larder.push("app:1", TestLarder.image("b").build());

    assertThat(larder.run("pull", "-q", reference).status()).isZero();
    assertThat(larder.run("inspect", "-q", reference).out().strip()).isNotEqualTo(moved);
    assertThat(larder.run("pull", "-q", "--policy", "always", reference).status()).isZero();
    assertThat(larder.run("inspect", "-q", reference).out().strip()).isEqualTo(moved);
  }

  @Test
  void pull_policyNever_findsNothing() {
    String reference = larder.push("app:1", TestLarder.image("a").build());

    var run = larder.run("pull", "--policy", "never", reference);

    assertThat(run.status()).isEqualTo(3);
    assertThat(larder.registry().exchanges()).isEmpty();
  }

  @Test
  void pull_platform_takesThatOfTheIndex() {
    var arm = TestLarder.image("arm").platform("linux", "arm64", "").build();
    var index = TestIndex.of(TestLarder.image("amd").build(), arm);
    String reference = larder.push("app:1", index);

    larder.run("pull", "-q", "--platform", "linux/arm64", reference);

    assertThat(larder.run("inspect", "-q", reference).out().strip()).isEqualTo(arm.digest());
  }

  @Test
  void pull_json_printsAnArrayOfImages() {
    String first = larder.push("app:1", TestLarder.image("a").build());
    String second = larder.push("app:2", TestLarder.image("b").build());

    var run = larder.run("pull", "--format", "json", "--progress", "none", first, second);

    var images = JsonValue.parse(run.out());
    assertThat(run.err()).isEmpty();
    assertThat(images.at(0).at("reference")).isEqualTo(JsonValue.of(first));
    assertThat(images.at(1).at("reference")).isEqualTo(JsonValue.of(second));
  }

  @Test
  void pull_jsonProgress_isAnObjectForEachEvent() {
    var image = TestLarder.image("a").build();
    String reference = larder.push("app:1", image);

    var run = larder.run("pull", "--progress", "json", reference);

    var events = run.err().lines().map(JsonValue::parse).toList();
    assertThat(events).allMatch(event -> event.at("reference").equals(JsonValue.of(reference)));
    assertThat(events.stream().map(event -> event.at("event").text()))
        .startsWith("resolving", "resolved", "layer_progress")
        .endsWith("layer_done", "merging", "done");
    assertThat(events.getLast().at("digest").text()).isEqualTo(image.digest());
  }

  @Test
  void pull_severalOneOfThemBad_pullsTheOthersAndFails() {
    String missing = larder.registry().reference("app:missing");
    String good = larder.push("app:1", TestLarder.image("a").build());

    var run = larder.run("pull", "-q", missing, "NOT A NAME", good);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).isEqualTo(good + "\n");
    assertThat(run.err().lines()).hasSize(2).allMatch(line -> line.startsWith("larder: "));
  }

  @Test
  void pull_interruptedAmidLayer_is130AndLeavesNothing() {
    var image = TestLarder.image("a", "b").build();
    String reference = larder.push("app:1", image);
    Thread caller = Thread.currentThread();
    larder
        .registry()
        .script(
            request -> request.path().endsWith(image.layers().getFirst().blobDigest()),
            (request, proper) -> {
              caller.interrupt();
              return Misbehaviour.hangAfter(10).answer(request, proper);
            });

    var run = larder.run("pull", "-q", reference);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run).isEqualTo(new TestLarder.Run(130, "", "larder: the pull was cancelled\n"));
    assertThat(larder.files()).isEmpty();
    larder.registry().clearScripts();
    assertThat(larder.run("pull", "-q", reference).status()).isZero();
  }

  @Test
  void limit_given_holdsForPullsAndLoads() {
    String reference = larder.push("app:1", TestLarder.image("long-name").build());

    var refused = larder.run("pull", "--limit", "layers.pathBytes=10", reference);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("at most 10 bytes (pathBytes)").contains("--limit");
    assertThat(larder.run("pull", "-q", "--limit", "layers.pathBytes=1kB", reference).status())
        .isZero();
    for (String limit : new String[] {"layers.nothing=1", "layers.depth", "layers.depth=0"}) {
      assertThat(larder.run("pull", "--limit", limit, reference).status()).isEqualTo(2);
      assertThat(larder.run("load", "-i", "-", "--limit", limit).status()).isEqualTo(2);
    }
  }
}
