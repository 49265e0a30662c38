// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Manifest;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.Skopeo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Serves images of OCI layouts from a registry of its own. */
final class Registry implements AutoCloseable {
  private final DockerRegistry registry;

  private Registry(DockerRegistry registry) {
    this.registry = registry;
  }

  /** {@return a running registry that keeps everything in {@code directory}} */
  static Registry start(Path directory) throws IOException {
    return new Registry(DockerRegistry.in(directory).start());
  }

  /** {@return a lab image, which is served from now on} */
  RegistryImage lab(String tag) throws IOException {
    return serve(LabImages.require().layout(), tag);
  }

  /** {@return an image of a layout, which is served from now on} */
  RegistryImage serve(Path layout, String tag) throws IOException {
    String name = "oci:" + layout + ":" + tag;
    registry.push(name, tag + ":latest");
    return new RegistryImage(
        registry.address() + "/" + tag + ":latest",
        layers(layout, Manifest.parse(Skopeo.rawManifest(name), DocumentLimits.DEFAULT)));
  }

  private static List<Path> layers(Path layout, Manifest manifest) {
    return manifest.layers().stream()
        .map(layer -> layer.digest())
        .map(digest -> layout.resolve("blobs/" + digest.algorithm() + "/" + digest.hex()))
        .toList();
  }

  @Override
  public void close() {
    registry.close();
  }
}
