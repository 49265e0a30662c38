// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code larder sandbox}. */
final class SandboxCommandTest extends CommandTest {
  @Test
  void create_missingImage_pullsItAndPrintsTheDisk() {
    String reference = larder.push("app:1", TestLarder.image("a").cmd("sh").build());

    var run = larder.run("sandbox", "create", "web", reference, "--format", "json");

    var detail = JsonValue.parse(run.out());
    assertThat(detail.at("name").text()).isEqualTo("web");
    assertThat(detail.at("config").at("cmd").at(0).text()).isEqualTo("sh");
    assertThat(Path.of(detail.at("disk").at("vmdk").text())).exists();
    assertThat(detail.at("disk").at("extents").list()).hasSize(2);
    assertThat(run.err()).contains("done, 1 layer downloaded");
  }

  @Test
  void create_otherPlatform_takesWhatIsAskedFor() {
    String reference = larder.push("app:1", TestLarder.image("a").build());

    var run = larder.run("sandbox", "create", "web", reference, "--platform", "linux/s390x");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("not available for linux/s390x");
    assertThat(
            larder
                .run("sandbox", "create", "web", reference, "--policy", "never", "--insecure")
                .status())
        .isEqualTo(3);
    assertThat(larder.run("sandbox", "create", "web", reference, "--progress", "none").err())
        .isEmpty();
  }

  @Test
  void create_quiet_printsTheVmdkAlone() {
    String reference = larder.push("app:1", TestLarder.image("a").build());

    var run = larder.run("sandbox", "create", "-q", "web", reference);

    assertThat(run.err()).isEmpty();
    assertThat(Files.exists(Path.of(run.out().strip()))).isTrue();
    assertThat(larder.run("sandbox", "inspect", "-q", "web").out()).isEqualTo(run.out());
  }

  @Test
  void create_nameTakenOrBad_fails() {
    String reference = larder.pull("app:1", "a");
    larder.run("sandbox", "create", "-q", "web", reference);

    var taken = larder.run("sandbox", "create", "web", reference);
    var bad = larder.run("sandbox", "create", "a/b", reference);

    assertThat(taken.status()).isEqualTo(1);
    assertThat(taken.err()).hasLineCount(1).contains("there is a sandbox named web already");
    assertThat(bad.status()).isEqualTo(2);
    assertThat(bad.err()).hasLineCount(1).contains("a/b");
  }

  @Test
  void ls_some_listsThemByName() {
    String reference = larder.pull("app:1", "a");
    larder.run("sandbox", "create", "-q", "web", reference);
    larder.run("sandbox", "create", "-q", "db", reference);
    larder.advance(Duration.ofDays(3));

    assertThat(larder.run("sandbox", "ls", "-q").out()).isEqualTo("db\nweb\n");
    assertThat(larder.run("sandbox", "ls").lines().get(1))
        .startsWith("db     " + reference)
        .endsWith("3 days ago   present");
    var sandbox = JsonValue.parse(larder.run("sandbox", "ls", "--format", "json").out()).at(1);
    assertThat(sandbox.names())
        .containsExactly("name", "reference", "digest", "created_at", "image_present");
    assertThat(sandbox.at("image_present")).isEqualTo(JsonValue.of(true));
  }

  @Test
  void inspect_text_showsDiskAndConfig() {
    String reference = larder.push("app:1", TestLarder.image("a").user("1000").build());
    larder.run("sandbox", "create", "-q", "web", reference);

    assertThat(larder.run("sandbox", "inspect", "web").lines())
        .contains("Name:        web")
        .contains("User:        1000")
        .anyMatch(line -> line.startsWith("VMDK:        " + larder.home()))
        .anyMatch(line -> line.endsWith(".erofs"));
  }

  @Test
  void rm_sandbox_freesTheImage() {
    String reference = larder.pull("app:1", "a");
    larder.run("sandbox", "create", "-q", "web", reference);

    assertThat(larder.run("sandbox", "rm", "web").out()).isEqualTo("web\n");
    var again = larder.run("sandbox", "rm", "web");

    assertThat(again.status()).isEqualTo(3);
    assertThat(again.err())
        .isEqualTo("larder: no such sandbox: web; 'larder sandbox ls' lists what there is\n");
    assertThat(larder.run("rmi", reference).status()).isZero();
  }
}
