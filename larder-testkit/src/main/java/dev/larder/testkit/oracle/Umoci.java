// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Path;

/** {@code umoci}, which unpacks images as the image specification says. */
public final class Umoci {

  private Umoci() {}

  /**
   * Unpacks an image of an OCI layout.
   *
   * @param layout the layout's directory
   * @param tag the image's tag in it
   * @param bundle where to; must not exist
   * @return the merged tree, {@code rootfs} in the bundle
   * @throws ToolFailedException when umoci refuses the image
   * @throws IOException when it cannot run
   */
  public static Path unpack(Path layout, String tag, Path bundle) throws IOException {
    Requirement.root();
    Tool.require("umoci").run("unpack", "--image", layout + ":" + tag, bundle.toString());
    return bundle.resolve("rootfs");
  }
}
