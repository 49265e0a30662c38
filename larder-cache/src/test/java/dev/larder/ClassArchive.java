// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The classes that one kind of child process loads, as the JVM keeps them once it has loaded them:
 * a child that does the same again starts in a third of the time. Only classes in jars can be kept
 * so, and tests run from directories.
 *
 * @param jars the class path, with a jar for each directory
 * @param file where the JVM keeps the classes; written by a child that ends by itself
 */
record ClassArchive(String jars, Path file) {
  /** {@return an archive that is not written yet} Its files come into {@code directory}. */
  static ClassArchive in(Path directory) {
    var jar = ToolProvider.findFirst("jar").orElseThrow();
    var entries = new ArrayList<String>();
    for (String entry : ChildJvm.classPath().split(File.pathSeparator, -1)) {
      var classes = Path.of(entry);
      if (entry.isEmpty() || !Files.isDirectory(classes)) {
        entries.add(entry);
        continue;
      }
      var packed = directory.resolve(entries.size() + ".jar").toString();
      int status =
          jar.run(System.out, System.err, "-c", "-0", "-f", packed, "-C", classes.toString(), ".");
      if (status != 0) {
        throw new IllegalStateException("cannot pack " + classes);
      }
      entries.add(packed);
    }
    return new ClassArchive(String.join(File.pathSeparator, entries), directory.resolve("classes"));
  }

  /** {@return this archive for another kind of child} */
  ClassArchive of(String kind) {
    return new ClassArchive(jars, file.resolveSibling(kind));
  }

  /** {@return what lets a child write it, if it is not there, or read it} */
  List<String> options() {
    // Without the archive, a child just takes longer.
    return List.of(
        (Files.exists(file) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + file,
        "-Xlog:disable");
  }
}
