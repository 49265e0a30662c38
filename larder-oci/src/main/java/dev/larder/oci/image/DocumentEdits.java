// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.DiffId;
import dev.larder.oci.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents for an image whose layers have become other blobs. Only the values that name the blobs
 * are written anew; every other byte is kept, what nobody here knows of included. Documents that
 * name these blobs already are kept as they are.
 */
public final class DocumentEdits {
  private static final DocumentLimits LIMITS = DocumentLimits.OF_KEPT;

  /** Values to be replaced, in their order. */
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int start, int end, String replacement) {}

  private DocumentEdits() {}

  /**
   * {@return a config with other diff ids}
   *
   * @param config a config that {@link ConfigFile#parse} can read
   * @param diffIds the diff ids, as many as it has
   * @throws MalformedDocumentException if it cannot be read, or only in another encoding than UTF-8
   */
  public static byte[] withDiffIds(byte[] config, List<DiffId> diffIds)
      throws MalformedDocumentException {
    if (ConfigFile.parse(config, LIMITS).diffIds().equals(diffIds)) {
      return config.clone();
    }
    var edits = new DocumentEdits();
    String replacement = JsonText.array(diffIds, diffId -> Json.quote(diffId.digest().toString()));
    try (var reader = DocumentReader.open("config", config, LIMITS.configBytes(), LIMITS.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        if (!reader.fieldName().equals("rootfs")) {
          reader.skip();
          continue;
        }
        reader.beginObject();
        while (reader.nextField()) {
          if (reader.fieldName().equals("diff_ids")) {
            edits.replace(reader, config, replacement);
          } else {
            reader.skip();
          }
        }
      }
    }
    return edits.apply(config);
  }

  /**
   * {@return a manifest of another config and other layers} What the old descriptors said besides,
   * annotations of theirs, was said of other blobs, and goes with them.
   *
   * @param manifest a manifest that {@link Manifest#parse} can read
   * @throws MalformedDocumentException if it cannot be read, or only in another encoding than UTF-8
   */
  public static byte[] withBlobs(byte[] manifest, Descriptor config, List<Descriptor> layers)
      throws MalformedDocumentException {
    var parsed = Manifest.parse(manifest, LIMITS);
    if (parsed.config().equals(config) && parsed.layers().equals(layers)) {
      return manifest.clone();
    }
    var edits = new DocumentEdits();
    try (var reader =
        DocumentReader.open("manifest", manifest, LIMITS.manifestBytes(), LIMITS.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        switch (reader.fieldName()) {
          case "config" -> edits.replace(reader, manifest, JsonText.descriptor(config));
          case "layers" ->
              edits.replace(reader, manifest, JsonText.array(layers, JsonText::descriptor));
          default -> reader.skip();
        }
      }
    }
    return edits.apply(manifest);
  }

  /** Takes the object or array that the reader stands on out, and puts {@code replacement} in. */
  private void replace(DocumentReader reader, byte[] document, String replacement)
      throws MalformedDocumentException {
    long start = reader.valueStart();
    reader.skip();
    long end = reader.valueEnd();
    // In encodings of more bytes a character there are no offsets, or none that fit.
    boolean bracketed =
        start >= 0
            && start < end
            && end <= document.length
            && "[{".indexOf(document[(int) start]) >= 0
            && "]}".indexOf(document[(int) end - 1]) >= 0;
    if (!bracketed) {
      throw reader.malformed("it is not in UTF-8, and cannot be written anew");
    }
    edits.add(new Edit((int) start, (int) end, replacement));
  }

  private byte[] apply(byte[] document) {
    var out = new ByteArrayOutputStream(document.length);
    int at = 0;
    for (var edit : edits) {
      out.write(document, at, edit.start() - at);
      out.writeBytes(edit.replacement().getBytes(StandardCharsets.UTF_8));
      at = edit.end();
    }
    out.write(document, at, document.length - at);
    return out.toByteArray();
  }
}
