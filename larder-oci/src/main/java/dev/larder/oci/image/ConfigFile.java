// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.DiffId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image's config: image-spec config.md.
 *
 * @param platform what the image is for; {@link Platform#UNSPECIFIED} in images of some builders
 * @param created when the image was made, as it stands in the document, empty if it does not say
 * @param author who made it, empty if it does not say
 * @param container how a container of it is to be started
 * @param diffIds the layers' identities, the bottom one first
 * @param history how it was made, may be empty
 */
public record ConfigFile(
    Platform platform,
    String created,
    String author,
    ContainerConfig container,
    List<DiffId> diffIds,
    List<HistoryEntry> history) {
  private static final String DOCUMENT = "config";

  /** Copies the collections. */
  public ConfigFile {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /**
   * {@return the config that {@code bytes} hold} It must have a {@code rootfs} of layers; operating
   * system and architecture may be missing, as they are in images that were assembled from nothing.
   *
   * @throws MalformedDocumentException if they hold none, or are more than the limit
   */
  public static ConfigFile parse(byte[] bytes, DocumentLimits limits)
      throws MalformedDocumentException {
    String os = "";
    String architecture = "";
    String variant = "";
    String osVersion = "";
    List<String> osFeatures = List.of();
    String created = "";
    String author = "";
    var container = ContainerConfig.EMPTY;
    @Nullable List<DiffId> diffIds = null;
    List<HistoryEntry> history = List.of();
    try (var reader = DocumentReader.open(DOCUMENT, bytes, limits.configBytes(), limits.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        switch (reader.fieldName()) {
          case "os" -> os = reader.string();
          case "architecture" -> architecture = reader.string();
          case "variant" -> variant = reader.string();
          case "os.version" -> osVersion = reader.string();
          case "os.features" -> osFeatures = reader.strings();
          case "created" -> created = reader.string();
          case "author" -> author = reader.string();
          case "config" -> container = ContainerConfig.read(reader);
          case "rootfs" -> diffIds = rootfs(reader);
          case "history" -> history = reader.list(() -> HistoryEntry.read(reader));
          default -> reader.skip();
        }
      }
      if (diffIds == null) {
        throw reader.missing("rootfs");
      }
      reader.end();
    }
    var platform = new Platform(os, architecture, variant, osVersion, osFeatures);
    return new ConfigFile(platform, created, author, container, diffIds, history);
  }

  /** {@return when the image was made, empty if it does not say or not as a time} */
  public Optional<Instant> createdAt() {
    return time(created);
  }

  /**
   * Checks that this config and {@code manifest} speak of as many layers.
   *
   * @throws MalformedDocumentException if they do not
   */
  public void requireLayersOf(Manifest manifest) throws MalformedDocumentException {
    if (diffIds.size() != manifest.layers().size()) {
      throw new MalformedDocumentException(
          DOCUMENT,
          "/rootfs/diff_ids",
          -1,
          "it has "
              + diffIds.size()
              + " diff ids, the manifest has "
              + manifest.layers().size()
              + " layers");
    }
  }

  static Optional<Instant> time(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException ignored) { // a time that nobody can read says as much as none
      return Optional.empty();
    }
  }

  /** The diff ids are null in an image without layers (go-containerregistry's empty image). */
  private static List<DiffId> rootfs(DocumentReader reader) throws MalformedDocumentException {
    List<DiffId> diffIds = List.of();
    reader.beginObject();
    while (reader.nextField()) {
      switch (reader.fieldName()) {
        case "type" -> requireLayersType(reader);
        case "diff_ids" -> diffIds = reader.list(() -> new DiffId(reader.digest()));
        default -> reader.skip();
      }
    }
    return diffIds;
  }

  private static void requireLayersType(DocumentReader reader) throws MalformedDocumentException {
    String type = reader.string();
    if (!type.equals("layers")) {
      throw reader.malformed("a root file system of type \"" + type + "\" is not made of layers");
    }
  }
}
