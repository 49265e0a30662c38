// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @param name its whole name, null if it has none
   */
  public record Entry(Descriptor manifest, @Nullable String name) {}

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
    return "{" + JsonText.members(entry.manifest()) + annotations(entry.name()) + "}";
  }

  private static String annotations(@Nullable String name) {
    if (name == null) {
      return "";
    }
    String quoted = Json.quote(name);
    return ",\"annotations\":{\"%s\":%s,\"%s\":%s}"
        .formatted(CONTAINERD_NAME, quoted, REF_NAME, quoted);
  }
}
