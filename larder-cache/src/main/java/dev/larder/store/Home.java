// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where everything stands in a cache's home. All paths come from here.
 *
 * @param root the home, absolute
 */
public record Home(Path root) {
  /** Makes the path absolute. */
  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /** {@return the catalog's database} */
  public Path catalog() {
    return root.resolve("larder.db");
  }

  /** {@return the EROFS file of a layer} */
  public Path layer(DiffId diffId) {
    return file(Kind.LAYER, diffId.digest());
  }

  /** {@return the merged metadata of an image} */
  public Path fsmeta(Digest manifest) {
    return file(Kind.FSMETA, manifest);
  }

  /** {@return the disk descriptor of an image} */
  public Path vmdk(Digest manifest) {
    return file(Kind.VMDK, manifest);
  }

  /** {@return the published file of a kind that is named by {@code digest}} */
  public Path file(Kind kind, Digest digest) {
    return directory(kind).resolve(digest.algorithm() + "_" + digest.hex() + kind.suffix);
  }

  /** {@return the directory of files of a kind} */
  public Path directory(Kind kind) {
    return root.resolve(kind.directoryName);
  }

  /** {@return the file's place as another file of the home names it, one directory up} */
  public String relativeToSibling(Path file) {
    return "../" + root.relativize(file);
  }

  /** {@return the digest that a published file's name says, empty if it is somebody else's} */
  static Optional<Digest> digestOf(Kind kind, String fileName) {
    String suffix = kind.suffix;
    int underscore = fileName.indexOf('_');
    if (underscore < 0 || !fileName.endsWith(suffix)) {
      return Optional.empty();
    }
    String hex = fileName.substring(underscore + 1, fileName.length() - suffix.length());
    return Digest.find(fileName.substring(0, underscore) + ":" + hex);
  }

  Path staging() {
    return root.resolve("tmp");
  }

  Path locks() {
    return root.resolve("locks");
  }

  /** The kinds of published files. */
  public enum Kind {
    /** A layer's EROFS file, named by its diff id. */
    LAYER("layers", ".erofs"),
    /** An image's merged metadata, named by its manifest. */
    FSMETA("fsmeta", ".erofs"),
    /** An image's disk descriptor, named by its manifest. */
    VMDK("vmdk", ".vmdk");

    private final String directoryName;
    private final String suffix;

    Kind(String directoryName, String suffix) {
      this.directoryName = directoryName;
      this.suffix = suffix;
    }
  }
}
