// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.ImageIndex;
import dev.larder.oci.image.LayoutIndex;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.image.OciLayoutFile;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.Document;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Lists the images of an OCI layout: image-spec image-layout.md, index.json file. */
final class OciLayout {
  static final String INDEX = "index.json";

  private OciLayout() {}

  static List<ArchivedImage> images(ArchiveFiles files, DocumentLimits limits) throws IOException {
    OciLayoutFile.parse(files.require(OciLayoutFile.NAME).read(limits.manifestBytes()), limits);
    byte[] indexBytes = files.require(INDEX).read(limits.manifestBytes());
    var entries =
        ImageIndex.parse(indexBytes, limits).entries().stream()
            .filter(ImageIndex.Entry::isImage)
            .toList();
    if (isOneImage(entries)) {
      var index = Document.of(MediaTypes.OCI_INDEX, indexBytes);
      return List.of(
          new ArchivedImage(
              names(entries.getFirst()), LayoutSource.ofIndexFile(files, index, limits)));
    }
    var descriptors = new LinkedHashMap<Digest, Descriptor>();
    var names = new LinkedHashMap<Digest, SequencedSet<String>>();
    for (var entry : entries) {
      var descriptor = entry.descriptor();
      descriptors.putIfAbsent(descriptor.digest(), descriptor);
      names
          .computeIfAbsent(descriptor.digest(), digest -> new LinkedHashSet<>())
          .addAll(names(entry));
    }
    var images = new ArrayList<ArchivedImage>();
    descriptors.forEach(
        (digest, descriptor) ->
            images.add(
                new ArchivedImage(
                    List.copyOf(names.getOrDefault(digest, new LinkedHashSet<>())),
                    LayoutSource.of(files, descriptor, limits))));
    return images;
  }

  /** Some builders write the platforms of their one image straight into {@code index.json}. */
  private static boolean isOneImage(List<ImageIndex.Entry> entries) {
    long platforms =
        entries.stream()
            .map(entry -> entry.platform().normalized())
            .filter(Platform::isSpecified)
            .distinct()
            .count();
    long nameSets = entries.stream().map(OciLayout::names).distinct().count();
    return entries.size() > 1 && platforms == entries.size() && nameSets == 1;
  }

  private static List<String> names(ImageIndex.Entry entry) {
    var annotations = entry.descriptor().annotations();
    String name = annotations.getOrDefault(LayoutIndex.CONTAINERD_NAME, "");
    if (name.isEmpty()) {
      name = annotations.getOrDefault(LayoutIndex.REF_NAME, "");
    }
    return name.isEmpty() ? List.of() : List.of(name);
  }
}
