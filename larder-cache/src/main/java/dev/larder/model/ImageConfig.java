// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.Digest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image's config says of running it (image-spec config.md, Properties). What the config
 * does not have is an empty list, map or text: the specification gives the two the same meaning.
 *
 * @param digest the digest of the config's bytes, which is also the image's id
 * @param env environment, each {@code NAME=VALUE}
 * @param cmd default arguments, or the command where there is no entrypoint
 * @param entrypoint the command
 * @param workingDir working directory
 * @param user user or uid, with an optional group: {@code user[:group]}
 * @param labels labels, in the config's order
 * @param stopSignal signal that asks the process to end, such as {@code SIGTERM}
 */
public record ImageConfig(
    Digest digest,
    List<String> env,
    List<String> cmd,
    List<String> entrypoint,
    String workingDir,
    String user,
    Map<String, String> labels,
    String stopSignal) {

  /** Copies the collections. */
  public ImageConfig {
    env = List.copyOf(env);
    cmd = List.copyOf(cmd);
    entrypoint = List.copyOf(entrypoint);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
