// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image in the {@code manifest.json} of what {@code docker save} writes.
 *
 * @param config where the config is in the archive
 * @param repoTags the image's names, may be empty
 * @param layers where the layers are in the archive, the bottom one first
 */
public record DockerSaveItem(String config, List<String> repoTags, List<String> layers) {
  /** Copies the lists. */
  public DockerSaveItem {
    repoTags = List.copyOf(repoTags);
    layers = List.copyOf(layers);
  }

  /**
   * {@return the images that a {@code manifest.json} lists}
   *
   * @throws MalformedDocumentException if it is none, or is more than the limit
   */
  public static List<DockerSaveItem> parse(byte[] bytes, DocumentLimits limits)
      throws MalformedDocumentException {
    try (var reader =
        DocumentReader.open("manifest.json", bytes, limits.manifestBytes(), limits.depth())) {
      var items = new ArrayList<>(reader.list(() -> item(reader)));
      reader.end();
      return items;
    }
  }

  /** {@return the {@code manifest.json} that lists these images} */
  public static byte[] toBytes(List<DockerSaveItem> items) {
    return JsonText.array(items, DockerSaveItem::toJson).getBytes(StandardCharsets.UTF_8);
  }

  private String toJson() {
    return "{\"Config\":"
        + Json.quote(config)
        + ",\"RepoTags\":"
        + JsonText.array(repoTags, Json::quote)
        + ",\"Layers\":"
        + JsonText.array(layers, Json::quote)
        + "}";
  }

  private static DockerSaveItem item(DocumentReader reader) throws MalformedDocumentException {
    @Nullable String config = null;
    List<String> repoTags = List.of();
    List<String> layers = List.of();
    reader.beginObject();
    while (reader.nextField()) {
      switch (reader.fieldName()) {
        case "Config" -> config = reader.string();
        case "RepoTags" -> repoTags = reader.strings();
        case "Layers" -> layers = reader.strings();
        default -> reader.skip();
      }
    }
    if (config == null) {
      throw reader.missing("Config");
    }
    return new DockerSaveItem(config, repoTags, layers);
  }
}
