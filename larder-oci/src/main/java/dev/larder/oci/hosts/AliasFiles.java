// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that may hold aliases, as they once were; of two the later one counts. */
final class AliasFiles {
  static final AliasFiles NONE = new AliasFiles(List.of(), List.of());

  private final List<List<Object>> stamps;
  private final List<AliasFile> files;

  private AliasFiles(List<List<Object>> stamps, List<AliasFile> files) {
    this.stamps = stamps;
    this.files = files;
  }

  /** What changes with a file. No record: of one the JVM links equals when it is first called. */
  private static List<Object> stamp(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return List.of(file, attributes.lastModifiedTime(), attributes.size());
  }

  /** {@return {@code seen} if it is of the files at {@code paths} as they are now, else these} */
  static AliasFiles read(List<Path> paths, AliasFiles seen) throws IOException {
    var stamps = new ArrayList<List<Object>>();
    for (Path path : paths) {
      stamps.add(stamp(path));
    }
    if (stamps.equals(seen.stamps)) {
      return seen;
    }
    var files = new ArrayList<AliasFile>();
    for (Path path : paths) {
      files.add(AliasFile.read(path));
    }
    return new AliasFiles(stamps, files);
  }

  /**
   * {@return the repository that a short name stands for, empty if that is Docker Hub's}
   *
   * @param name the short name without tag and digest
   * @param ofDockerHub what it stands for without an alias
   */
  Optional<String> find(String name, String ofDockerHub) throws HostsFileException {
    if (files.stream().noneMatch(file -> file.maySayOther(name, ofDockerHub))) {
      return Optional.empty();
    }
    for (AliasFile file : files.reversed()) {
      Optional<String> target = file.find(name);
      if (target.isPresent()) {
        // An empty one takes back what an earlier file says.
        return target.filter(given -> !given.isEmpty());
      }
    }
    return Optional.empty();
  }
}
