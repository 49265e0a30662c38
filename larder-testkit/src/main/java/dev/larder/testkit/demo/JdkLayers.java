// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.demo;

import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.image.TestLayer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Layers of a JDK's files, with something of all that a layer can say. */
final class JdkLayers {
  private static final String JDK = "opt/jdk";

  private final Path jdk;
  private final Path directory;

  /**
   * Layers of one JDK.
   *
   * @param jdk its home
   * @param directory where the blobs go
   */
  JdkLayers(Path jdk, Path directory) {
    this.jdk = jdk;
    this.directory = directory;
  }

  /** {@return the whole JDK in {@code /opt/jdk}: few files, some of them large} */
  TestLayer base() throws IOException {
    var tar = new TarBuilder().directory("opt/").directory("tmp/", 01777);
    addTree(tar, jdk, JDK);
    return pack(tar, "base");
  }

  /** {@return what an upper layer can do to the one below it} */
  TestLayer changes() throws IOException {
    var tar =
        new TarBuilder()
            .whiteout(JDK + "/lib/src.zip")
            .whiteout(JDK + "/include")
            .opaque(JDK + "/legal")
            .directory(JDK + "/legal/")
            .file(JDK + "/legal/README", "The licences are in the layer below.\n")
            .file(JDK + "/release", "IMPLEMENTOR=\"demo\"\n")
            .add(TarEntry.file("usr/bin/java", launcher()).mode(0755).xattr("user.origin", "demo"))
            .hardLink("usr/bin/java25", "usr/bin/java")
            .symlink("usr/lib/jdk", "../../" + JDK)
            .add(TarEntry.file("var/disk.img", Content.zeros(256 << 20)).mode(0600))
            .fifo("run/log");
    return pack(tar, "changes");
  }

  /** {@return the classes of {@code java.base}: many small files} */
  TestLayer classes() throws IOException {
    var tar = new TarBuilder();
    var modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base");
    addTree(tar, modules, "srv/classes");
    return pack(tar, "classes");
  }

  private static byte[] launcher() {
    return ("#!/bin/sh\nexec /" + JDK + "/bin/java \"$@\"\n").getBytes(StandardCharsets.UTF_8);
  }

  private TestLayer pack(TarBuilder tar, String name) throws IOException {
    return TestLayer.inFile(tar, Compression.GZIP, directory.resolve(name + ".tar.gz"));
  }

  private static void addTree(TarBuilder tar, Path root, String name) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted().toList();
    }
    for (Path path : paths) {
      String relative = root.relativize(path).toString();
      tar.add(entry(path, relative.isEmpty() ? name : name + "/" + relative));
    }
  }

  private static TarEntry entry(Path path, String name) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return TarEntry.symlink(name, Files.readSymbolicLink(path).toString());
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return TarEntry.directory(name + "/");
    }
    return TarEntry.file(name, Content.of(path)).mode(Files.isExecutable(path) ? 0755 : 0644);
  }
}
