// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.InvalidReferenceException;
import dev.larder.oci.Reference;
import java.io.IOException;
import java.util.Optional;

/**
 * What names without a registry stand for: what {@code [aliases]} of {@code registries.conf} and
 * its drop-ins says of them, else Docker Hub's. The files are read anew once they have changed.
 * Safe for use by several threads.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md">containers-registries.conf(5),
 *     short-name aliases</a>
 */
public final class ShortNames {
  private final HostsPaths paths;

  private volatile AliasFiles files = AliasFiles.NONE;

  private ShortNames(HostsPaths paths) {
    this.paths = paths;
  }

  /** {@return what the files at {@code paths} say; nothing is read yet} */
  public static ShortNames of(HostsPaths paths) {
    return new ShortNames(paths);
  }

  /**
   * {@return the reference that {@code text} spells, where a short name may be an alias}
   *
   * @throws InvalidReferenceException if it is none, with the reason
   * @throws HostsFileException if a file that may say something of it is not as it should be
   * @throws IOException if a file cannot be read
   */
  public Reference parse(String text) throws IOException {
    Reference ofDockerHub = Reference.parse(text);
    if (!Reference.isShort(text)) {
      return ofDockerHub;
    }
    String name = nameIn(text);
    Optional<String> target = current().find(name, ofDockerHub.name());
    return target.isEmpty()
        ? ofDockerHub
        : Reference.parse(target.get() + text.substring(name.length()));
  }

  private static String nameIn(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '@') {
      end++;
    }
    return text.substring(0, end);
  }

  private AliasFiles current() throws IOException {
    var read = AliasFiles.read(paths.findRegistriesConf(), files);
    files = read;
    return read;
  }
}
