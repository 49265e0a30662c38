// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that may hold aliases, as they once were; of two the later one counts. */
final class AliasFiles {
  static final AliasFiles NONE = new AliasFiles(List.of(), List.of());

  private final List<FileState> states;
  private final List<AliasFile> files;

  private AliasFiles(List<FileState> states, List<AliasFile> files) {
    this.states = states;
    this.files = files;
  }

  /** {@return {@code seen} if it is of the files at {@code paths} as they are now, else these} */
  static AliasFiles read(List<Path> paths, AliasFiles seen) throws IOException {
    var states = paths.stream().map(FileState::of).toList();
    if (states.equals(seen.states)) {
      return seen;
    }
    var files = new ArrayList<AliasFile>();
    for (Path path : paths) {
      files.add(AliasFile.read(path));
    }
    return new AliasFiles(states, files);
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
