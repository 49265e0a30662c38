// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The {@code index.json} of an OCI layout, as it is written: image-spec image-layout.md. */
public final class LayoutIndex {
  /** The whole name, as containerd and Docker write it. */
  public static final String CONTAINERD_NAME = "io.containerd.image.name";

  /** The name, or only a tag where a layout is meant to be one repository. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private LayoutIndex() {}

  /**
   * An image under one of its names.
   *
   * @param manifest the image's manifest
   * @param name its whole name, empty if it has none
   */
  public record Entry(Descriptor manifest, Optional<String> name) {}

  /** {@return the index of these entries} */
  public static byte[] toBytes(List<Entry> entries) {
    String json =
        "{\"schemaVersion\":2,\"mediaType\":"
            + Json.quote(MediaTypes.OCI_INDEX)
            + ",\"manifests\":"
            + JsonText.array(entries, LayoutIndex::entry)
            + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String entry(Entry entry) {
    String annotations =
        entry
            .name()
            .map(Json::quote)
            .map(
                name ->
                    ",\"annotations\":{\"%s\":%s,\"%s\":%s}"
                        .formatted(CONTAINERD_NAME, name, REF_NAME, name))
            .orElse("");
    return "{" + JsonText.members(entry.manifest()) + annotations + "}";
  }
}
