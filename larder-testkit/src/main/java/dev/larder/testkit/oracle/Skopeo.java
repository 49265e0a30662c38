// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code skopeo}, which moves images between registries, layouts and archives. */
public final class Skopeo {

  private Skopeo() {}

  /**
   * Copies an image, every platform of it where the target can hold several. Certificates of
   * registries are not verified.
   *
   * @param from a transport and a name, as in {@code oci:DIR:TAG}
   * @param to likewise, as in {@code docker://127.0.0.1:5000/name:tag}
   * @param options further options, as in {@code --preserve-digests}
   * @throws ToolFailedException when skopeo fails
   * @throws IOException when it cannot run
   */
  public static void copy(String from, String to, String... options) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "copy",
                "--quiet",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--dest-tls-verify=false"));
    if (!to.startsWith("docker-archive:")) {
      arguments.add("--all");
    }
    arguments.addAll(List.of(options));
    arguments.add(from);
    arguments.add(to);
    Tool.require("skopeo").run(new byte[0], arguments);
  }

  /**
   * {@return a manifest as it is stored}
   *
   * @param name a transport and a name
   * @throws ToolFailedException when skopeo fails
   * @throws IOException when it cannot run
   */
  public static byte[] rawManifest(String name) throws IOException {
    return Tool.require("skopeo").run("inspect", "--raw", "--tls-verify=false", name).output();
  }
}
