// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.image.Platform;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of arguments: help, version, completion, and what is wrong with them. */
final class UsageTest extends CommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nope",
        "nope",
        "pull",
        "pull --policy sometimes app",
        "pull --platform linux app",
        "pull --ca-certs /nonexistent app",
        "pull --parallel-ranges 0 app",
        "pull --parallel-ranges 33 app",
        "images too many",
        "images --filter color=red",
        "images --format xml",
        "prune --until soon",
        "prune --max-size lots",
        "prune --keep-last -1",
        "load",
        "tag one",
        "sandbox",
        "sandbox create one",
        "completion tcsh"
      })
  void wrongUsage_isOneLineThatNamesTheHelp(String line) {
    var run = larder.run(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).startsWith("larder: ").endsWith("--help'\n");
    assertThat(larder.home()).doesNotExist();
  }

  @Test
  void emptyPath_isWrongUsage() {
    for (var line :
        List.of(
            List.of("images", "--home", ""),
            List.of("cp", "app:/etc/hosts", ""),
            List.of("save", "--output", "", "app"),
            List.of("load", "--input", ""),
            List.of("pull", "--ca-certs", "", "app"))) {
      var run = larder.run(line.toArray(String[]::new));

      assertThat(run.status()).as("%s", line).isEqualTo(2);
      assertThat(run.err()).contains("the path is empty");
    }
  }

  @Test
  void info_saysWhatRunsItAndMakesNoHome() {
    assertThat(larder.run("info").lines())
        .contains("home:        " + larder.home(), "platform:    " + Platform.host())
        .anyMatch(line -> line.startsWith("gzip:        "));
    assertThat(JsonValue.parse(larder.run("info", "--format", "json").out()).names())
        .containsExactly("version", "home", "platform", "java", "jvm", "gzip");
    assertThat(larder.home()).doesNotExist();
  }

  @Test
  void noCommand_showsTheCommands() {
    var run = larder.run();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: larder").endsWith("see 'larder --help'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "pull --help", "sandbox --help", "sandbox create -h"})
  void help_goesToStandardOutput(String line) {
    var run = larder.run(line.split(" ", -1));

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: larder");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void version_isThatOfTheBuild() {
    assertThat(larder.run("--version").out()).matches("larder \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
  }

  @Test
  void home_standsBeforeOrBehindTheCommand() {
    String other = directory.resolve("other").toString();

    assertThat(larder.run("--home", other, "images").status()).isZero();
    assertThat(larder.run("images", "--home=" + other).status()).isZero();
    assertThat(larder.home()).doesNotExist();
    assertThat(Path.of(other)).isDirectory();
  }

  @Test
  void completion_bash_completesCommandsAndChoices() throws IOException {
    var script = directory.resolve("completion");
    Files.writeString(script, larder.run("completion", "bash").out());

    assertThat(complete(script, "larder", "pu")).isEqualTo("pull");
    assertThat(complete(script, "larder", "sandbox", "ins")).isEqualTo("inspect");
    assertThat(complete(script, "larder", "pull", "--policy", "if")).isEqualTo("if-missing");
  }

  private static String complete(Path script, String... words) throws IOException {
    String program =
        "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1));"
            + " _complete_larder 2>/dev/null; echo \"${COMPREPLY[@]}\"";
    var arguments = new ArrayList<>(List.of("-c", program, "-"));
    arguments.add(script.toString());
    arguments.addAll(List.of(words));
    return Tool.require("bash").run(new byte[0], arguments).text().strip();
  }

  @Test
  void completion_zsh_isAScript() {
    assertThat(larder.run("completion", "zsh").out()).contains("bashcompinit");
  }
}
