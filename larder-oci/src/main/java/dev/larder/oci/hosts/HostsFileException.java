// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;
import java.nio.file.Path;

/** A file that says where registries are is not as it should be. The message has file and line. */
public final class HostsFileException extends IOException {
  private static final long serialVersionUID = 1L;

  HostsFileException(Path file, int line, String problem) {
    super(file + ", line " + line + ": " + problem);
  }

  HostsFileException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
