// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.oracle.Tool;
import dev.larder.testkit.oracle.ToolResult;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestProxy;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code larder}, which starts the packaged jars: runs when these have been built. */
final class LauncherTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  @TempDir private Path directory;
  private Path home;

  @BeforeEach
  void nameHome() {
    home = directory.resolve("home");
  }

  @Test
  void images_emptyHome_printsNothingButItsOwn() throws IOException {
    var result = run(ROOT.resolve("larder"), "images");

    assertThat(result.status()).isZero();
    assertThat(result.text()).startsWith("REFERENCE").hasLineCount(1);
    assertThat(result.errorText()).isEmpty();
  }

  @Test
  void status_failure_isTheCommands() throws IOException {
    assertThat(run(ROOT.resolve("larder"), "inspect", "nobody").status()).isEqualTo(3);
    assertThat(run(ROOT.resolve("larder"), "nonsense").status()).isEqualTo(2);
  }

  @Test
  void output_readerEndsFirst_endsQuietly() throws IOException {
    for (String command : List.of("completion bash", "images --help", "images")) {
      var result =
          tool()
              .run(
                  "bash",
                  "-c",
                  "'%s' %s | (exec <&-); echo ${PIPESTATUS[0]}"
                      .formatted(ROOT.resolve("larder"), command));

      assertThat(result.errorText()).as(command).isEmpty();
      assertThat(result.text()).as(command).isEqualTo("141\n");
    }
  }

  @Test
  void output_diskFull_isSaid() throws IOException {
    var result =
        tool()
            .run(
                "bash", "-c", "'%s' images > /dev/full; echo $?".formatted(ROOT.resolve("larder")));

    assertThat(result.text()).isEqualTo("1\n");
    assertThat(result.errorText()).isEqualTo("larder: cannot write to standard output\n");
  }

  @Test
  void start_byLinksFromElsewhereWithBlanks_findsItself() throws IOException {
    var moved = directory.resolve("a b");
    Files.createDirectories(moved.resolve("larder-cli/target"));
    Files.copy(ROOT.resolve("larder"), moved.resolve("larder"));
    moved.resolve("larder").toFile().setExecutable(true);
    var parts = List.of("larder-cli/target/larder-cli.jar", "larder-cli/target/lib", "build");
    for (String part : parts) {
      Files.createSymbolicLink(moved.resolve(part), ROOT.resolve(part));
    }
    var bin = Files.createDirectory(directory.resolve("my bin"));
    Files.createSymbolicLink(bin.resolve("inner"), Path.of("../a b/larder"));
    Files.createSymbolicLink(bin.resolve("larder"), Path.of("inner"));

    var result = run(bin.resolve("larder"), "--version");

    assertThat(result.errorText()).isEmpty();
    assertThat(result.text()).startsWith("larder ");
    for (String part : parts) {
      Files.delete(moved.resolve(part)); // JUnit warns when it deletes a link that leads elsewhere
    }
  }

  @Test
  void pull_throughProxyThatWantsALogin_givesIt() throws IOException {
    var certificates = TestCertificates.create(directory.resolve("certificates"));
    try (var registry = TestRegistry.startTls(certificates, new Access.Open());
        var proxy = TestProxy.start()) {
      proxy.requireLogin("me", "pr0xy");
      BuiltImages.put(registry, "app", "1", TestLarder.image("a").build());

      var result =
          tool()
              .withEnvironment("HTTPS_PROXY", "http://me:pr0xy@" + proxy.address())
              .withEnvironment("NO_PROXY", "elsewhere.test")
              .tryRun(
                  new byte[0],
                  List.of(
                      ROOT.resolve("larder").toString(),
                      "pull",
                      "-q",
                      "--ca-certs",
                      certificates.authority().toString(),
                      "registry.test:" + registry.port() + "/app:1"));

      assertThat(result.errorText()).isEmpty();
      assertThat(TestLarder.files(home)).hasSize(3);
      assertThat(registry.exchanges().toString()).doesNotContainIgnoringCase("proxy-");
    }
  }

  @Test
  void start_packaged_usesAotCache() throws IOException {
    var log = directory.resolve("classes");

    tool()
        .withEnvironment("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log)
        .run(ROOT.resolve("larder").toString(), "images");

    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains(" dev.larder.") || line.contains(" picocli."))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("shared objects file"));
  }

  @Test
  void start_aotCacheFitsNoLonger_startsSilently() throws IOException {
    var moved = directory.resolve("moved");
    var target = moved.resolve("larder-cli/target");
    Files.createDirectories(target);
    Tool.require("cp").run("-r", ROOT.resolve("larder").toString(), moved.toString());
    Tool.require("cp").run("-r", ROOT.resolve("build").toString(), moved.toString());
    for (String part : List.of("larder-cli.jar", "lib", "native", "long.aot", "short.aot")) {
      var from = ROOT.resolve("larder-cli/target").resolve(part);
      Tool.require("cp").run("-r", from.toString(), target.toString()); // with another time
    }

    var result = run(moved.resolve("larder"), "images");

    assertThat(result.errorText()).isEmpty();
    assertThat(result.text()).startsWith("REFERENCE").hasLineCount(1);
  }

  @Test
  void start_javaHomeTooOld_looksOn() throws IOException {
    var old = directory.resolve("jdk-17");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.1\"\n");
    Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true);

    var result =
        tool()
            .withEnvironment("JAVA_HOME", old.toString())
            .run(ROOT.resolve("larder").toString(), "--version");

    assertThat(result.text()).startsWith("larder ");
  }

  @Test
  void load_pipe_readsStandardInput() throws IOException {
    var archive = directory.resolve("app.tar");
    var image = TestLarder.image("a").build();
    new ImageArchive().add("app:1", image).writeDockerArchive(archive);

    var result =
        tool()
            .run(
                Files.readAllBytes(archive),
                List.of(ROOT.resolve("larder").toString(), "load", "-q", "-i", "-"));

    assertThat(result.text()).isEqualTo("docker.io/library/app:1\n");
    assertThat(result.errorText()).isEmpty();
  }

  @Test
  void interrupt_amidPull_is130AndLeavesNothing() throws Exception {
    var image = bigImage();
    try (var registry = TestRegistry.start()) {
      BuiltImages.put(registry, "app", "1", image);
      String blob = image.layers().getFirst().blobDigest();
      registry.script(request -> request.path().endsWith(blob), Misbehaviour.slow(1_000_000));
      String reference = registry.reference("app:1");

      var process = start("pull", "--progress", "plain", reference);
      try {
        waitFor(process, "downloading");
        interrupt(process);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }

      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(errors()).endsWith("larder: the pull was cancelled\n");
      assertThat(Files.size(directory.resolve("out"))).isZero();
      assertThat(TestLarder.files(home)).isEmpty();

      registry.clearScripts();
      var again = run(ROOT.resolve("larder"), "pull", "-q", reference);
      assertThat(again.text()).isEqualTo(reference + "\n");
      assertThat(again.errorText()).isEmpty();
    }
  }

  @Test
  void interrupt_atQuestion_is130() throws Exception {
    var archive = directory.resolve("app.tar");
    new ImageArchive().add("app:1", TestLarder.image("a").build()).writeDockerArchive(archive);
    run(ROOT.resolve("larder"), "load", "-q", "-i", archive.toString());

    var process = start("prune");
    try {
      waitFor(process, "Continue?");
      interrupt(process);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(TestLarder.files(home)).hasSize(3);
  }

  /** {@return an image whose only layer does not compress, so that it comes in for a while} */
  private static TestImage bigImage() {
    byte[] noise = new byte[16 << 20];
    new Random(1).nextBytes(noise);
    return TestLarder.image().layer(new TarBuilder().file("noise", noise)).build();
  }

  private Tool tool() {
    return Tool.require("env").in(directory).withEnvironment("LARDER_HOME", home.toString());
  }

  private ToolResult run(Path launcher, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return tool().tryRun(new byte[0], command);
  }

  private Process start(String... arguments) throws IOException {
    // What a shell starts in the background ignores SIGINT, and hands that down.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(ROOT.resolve("larder").toString());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("LARDER_HOME", home.toString());
    return builder.start();
  }

  private static void interrupt(Process process) throws IOException {
    Tool.require("sh").run("-c", "kill -INT " + process.pid());
  }

  private void waitFor(Process process, String words) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!errors().contains(words)) {
      assertThat(process.isAlive() && System.nanoTime() < end).as(errors()).isTrue();
      Thread.sleep(20);
    }
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("err"), StandardCharsets.UTF_8);
  }
}
