// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Real images made of Debian packages: an OCI layout {@code oci} and the trees that umoci unpacked
 * from it, {@code rootfs/TAG}. Their directory is the system property {@code larder.lab} or the
 * environment variable {@code LARDER_LAB}; {@code .ci/run} builds them and sets it.
 *
 * @param directory where they are
 */
public record LabImages(Path directory) {

  /** The tags, smallest image first. */
  public static final List<String> TAGS = List.of("debian", "python", "app", "devbox");

  /** {@return the images; that there are none is an unmet {@link Requirement}} */
  public static LabImages require() {
    String environment = System.getenv().getOrDefault("LARDER_LAB", "");
    String directory = System.getProperty("larder.lab", environment);
    Requirement.that(
        !directory.isEmpty() && Files.isDirectory(Path.of(directory, "oci")),
        "LARDER_LAB must name a directory with the lab's images");
    return new LabImages(Path.of(directory));
  }

  /** {@return the OCI layout that holds every tag} */
  public Path layout() {
    return directory.resolve("oci");
  }

  /**
   * {@return the tree that an image must become}
   *
   * @param tag the image's tag
   */
  public Path rootfs(String tag) {
    return directory.resolve("rootfs").resolve(tag);
  }

  /**
   * Pushes every image to a registry as {@code lab/TAG:latest}.
   *
   * @param registry the registry
   * @throws IOException when skopeo fails
   */
  public void pushTo(DockerRegistry registry) throws IOException {
    for (String tag : TAGS) {
      registry.push("oci:" + layout() + ":" + tag, "lab/" + tag + ":latest");
    }
  }
}
