// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.startup;

import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.oracle.Trees;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The AOT caches of the command (JEP 483, 514, 515): its classes loaded and linked, and which of
 * its methods are worth compiling, learnt from a rehearsal of its commands. The JVM loads all of a
 * cache when it starts, so commands that need no network have one of their own.
 */
final class AotCaches {
  private static final long LONGEST_SECONDS = 300;

  /** Pulls into empty homes: what a few of them make hot is compiled early in every later one. */
  private static final int COLD_PULLS = 6;

  private final Path directory;
  private final Path options;
  private final Path work;

  /**
   * Makes {@code long.aot} and {@code short.aot} in a directory.
   *
   * @param directory has {@code larder-cli.jar}, {@code lib} and {@code native}
   * @param options has the files of the launcher's JVM options
   */
  AotCaches(Path directory, Path options) {
    this.directory = directory;
    this.options = options;
    this.work = directory.resolve("rehearsal");
  }

  void make() throws IOException, InterruptedException {
    if (Files.exists(work)) {
      Trees.delete(work);
    }
    Files.createDirectories(work);
    var certificates = TestCertificates.create(work.resolve("certificates"));
    try (var plain = TestRegistry.start();
        var secure = TestRegistry.startTls(certificates, new Access.Open())) {
      var image = image();
      BuiltImages.put(plain, "app", "1", image);
      BuiltImages.put(secure, "app", "1", image);
      new ImageArchive().add("loaded:1", image).writeOciArchive(work.resolve("app.tar"));
      String reference = plain.reference("app:1");
      rehearse(
          "long",
          longScript(reference, secure.reference("app:1"), certificates),
          List.of("jvm.options"));
      rehearse("short", shortScript(reference), List.of("jvm.options", "short.options"));
    }
    Trees.delete(work);
  }

  /**
   * Has what layers are made of: many files in many directories, a large one, links, a whiteout.
   */
  private static TestImage image() {
    var base = new TarBuilder().directory("usr");
    for (int i = 0; i < 16_000; i++) {
      String directory = "usr/share-" + i / 100;
      if (i % 100 == 0) {
        base.directory(directory);
      }
      base.file(directory + "/file-" + i, ("line " + i + "\n").repeat(i % 300 + 1));
    }
    var upper =
        new TarBuilder()
            .file("usr/large", "what compresses, and fills blocks\n".repeat(1 << 20))
            .symlink("usr/link", "large")
            .hardLink("usr/hard", "usr/large")
            .whiteout("usr/share-0/file-7");
    return new ImageBuilder()
        .layer(base)
        .layer(upper)
        .env("PATH=/usr/bin")
        .entrypoint("/bin/sh")
        .cmd("-c", "true")
        .user("nobody")
        .workingDir("/usr")
        .labels(Map.of("org.opencontainers.image.title", "rehearsal"))
        .stopSignal("SIGTERM")
        .created("2026-11-01T00:00:00Z")
        .history("COPY usr /usr")
        .build();
  }

  /** What reads or writes layers; leaves images for what comes after. */
  private String longScript(String reference, String secure, TestCertificates certificates) {
    var archive = work.resolve("app.tar");
    var lines = new ArrayList<String>();
    for (int i = 0; i < COLD_PULLS; i++) {
      lines.add("0 --home " + work.resolve("cold-" + i) + " pull -q " + reference);
    }
    lines.addAll(
        List.of(
            "0 pull --progress plain " + reference,
            "0 pull --progress bars " + reference,
            "0 pull -q " + reference,
            "0 pull --ca-certs " + certificates.authority() + " " + secure,
            "0 load -q -i " + archive,
            "0 --home " + work.resolve("loaded") + " load -q -i " + archive,
            "0 verify",
            "0 sandbox create web-1 " + reference,
            "0 sandbox ls",
            "0 sandbox inspect web-1",
            "0 sandbox rm web-1"));
    return script(lines);
  }

  /** What people and services do most, first what must start fastest. */
  private String shortScript(String reference) {
    return script(
        List.of(
            "0 --home " + work.resolve("new") + " images",
            "0 images",
            "0 --version",
            "0 --help",
            "2 nonsense",
            "3 inspect nobody",
            "0 images --format json",
            "0 inspect " + reference,
            "0 inspect --format json " + reference,
            "0 history " + reference,
            "0 tag " + reference + " other:1",
            "0 df",
            "0 ls " + reference + " /usr",
            "0 prune --dry-run",
            "0 rmi " + reference,
            "0 prune --yes"));
  }

  /** Says something, so that reading it is rehearsed too. */
  private Path registriesConf() throws IOException {
    return Files.writeString(
        work.resolve("registries.conf"),
        """
        [[registry]]
        prefix = "rehearsal.invalid"
        location = "rehearsal.invalid"
        [[registry.mirror]]
        location = "mirror.invalid"
        """);
  }

  private static String script(List<String> lines) {
    return (String.join("\n", lines) + "\n").replace(' ', '\t');
  }

  private void rehearse(String name, String script, List<String> optionFiles)
      throws IOException, InterruptedException {
    var input = Files.writeString(work.resolve("script"), script);
    var output = work.resolve("output");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    optionFiles.forEach(file -> command.add("@" + options.resolve(file)));
    command.addAll(
        List.of(
            "-Dorg.sqlite.lib.path=" + directory.resolve("native"),
            "-XX:AOTCacheOutput=" + directory.resolve(name + ".aot"),
            "--module-path",
            directory.resolve("larder-cli.jar") + ":" + directory.resolve("lib"),
            "--module",
            "dev.larder.cli/dev.larder.cli.Rehearsal"));
    var builder =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("LARDER_HOME", work.resolve("home").toString());
    builder.environment().put("CONTAINERS_REGISTRIES_CONF", registriesConf().toString());
    var process = builder.start();
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("the rehearsal failed:\n" + Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
