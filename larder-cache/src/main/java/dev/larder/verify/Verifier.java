// SPDX-License-Identifier: Apache-2.0
package dev.larder.verify;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageContent;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerTable;
import dev.larder.catalog.Session;
import dev.larder.erofs.LayerConverter;
import dev.larder.model.Artefact;
import dev.larder.model.Artefact.Condition;
import dev.larder.model.Artefact.Kind;
import dev.larder.model.VerifyLevel;
import dev.larder.model.VerifyReport;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.source.Document;
import dev.larder.store.Home;
import dev.larder.verify.FileCheck.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at everything that a catalog knows, row by row: what is wrong with one stops no other.
 * Takes no locks, so it reads where nothing can be written; what goes or changes while it is looked
 * at is looked at again, or left out. For one thread, once.
 */
public final class Verifier {
  private final Catalog catalog;
  private final Home home;
  private final VerifyLevel level;
  private final Scope scope;
  private final List<Artefact> artefacts = new ArrayList<>();

  /** What was found of each layer. */
  private final Map<String, Finding> layers = new HashMap<>();

  /** What was found of each document, so that one that many images have is hashed once. */
  private final Map<String, Finding> documents = new HashMap<>();

  /** A look at one cache. */
  public Verifier(Catalog catalog, Home home, VerifyLevel level, Scope scope) {
    this.catalog = catalog;
    this.home = home;
    this.level = level;
    this.scope = scope;
  }

  /** What is looked at. */
  public sealed interface Scope {
    /** Everything, layers without an image too. */
    record Everything() implements Scope {}

    /** The images of these rows, and their layers. */
    record Images(Set<Long> ids) implements Scope {
      /** Copies the set. */
      public Images {
        ids = Set.copyOf(ids);
      }
    }

    /** {@return whether that image belongs to it} */
    default boolean hasImage(long id) {
      return switch (this) {
        case Everything() -> true;
        case Images(var ids) -> ids.contains(id);
      };
    }

    /** {@return whether a layer that these images have belongs to it} */
    default boolean hasLayerOf(Set<Long> images) {
      return switch (this) {
        case Everything() -> true;
        case Images(var ids) -> images.stream().anyMatch(ids::contains);
      };
    }
  }

  /** What there is to look at. */
  private record Contents(List<LayerTable.Row> layers, List<ImageRecord> images) {}

  /** {@return what is found of all that is looked at} */
  public VerifyReport verify() throws IOException, InterruptedException {
    var contents =
        catalog.read(
            session ->
                new Contents(session.layers().rows(), List.copyOf(eachOnce(session).values())));
    var references = new HashMap<Long, String>();
    contents.images().forEach(image -> references.put(image.id(), image.reference()));
    for (var layer : contents.layers()) {
      if (!scope.hasLayerOf(layer.manifestIds())) {
        continue;
      }
      var users = new TreeSet<String>();
      layer.manifestIds().forEach(id -> users.add(references.getOrDefault(id, "")));
      verifyLayer(layer, List.copyOf(users));
    }
    for (var image : contents.images()) {
      if (scope.hasImage(image.id())) {
        verifyImage(image);
      }
    }
    return new VerifyReport(level, artefacts);
  }

  private static Map<Long, ImageRecord> eachOnce(Session session) throws CatalogException {
    var images = new LinkedHashMap<Long, ImageRecord>();
    for (var image : session.images().list()) {
      images.putIfAbsent(image.id(), image);
    }
    return images;
  }

  private void verifyLayer(LayerTable.Row row, List<String> users)
      throws IOException, InterruptedException {
    var diffId = Digest.find(row.diffId());
    var found =
        diffId.isEmpty()
            ? Optional.of(Finding.damaged("its row in the catalog is damaged"))
            : findLayer(new DiffId(diffId.get()));
    if (found.isPresent()) {
      layers.put(row.diffId(), found.get());
      add(Kind.LAYER, row.diffId(), users, found.get());
    }
  }

  /** Empty if the layer was removed meanwhile. */
  private Optional<Finding> findLayer(DiffId diffId) throws IOException, InterruptedException {
    while (true) {
      var row = catalog.read(session -> session.layers().find(diffId));
      if (row.isEmpty()) {
        return Optional.empty();
      }
      var layer = row.get();
      var found =
          catalog.read(session -> session.layers().findSound(diffId)).isEmpty()
              ? Finding.damaged("an earlier repair found it damaged")
              : new FileCheck(home.layer(diffId), layer.erofsBytes(), layer.crc32c()).image(level);
      if (found.isSound() || catalog.read(session -> session.layers().find(diffId)).equals(row)) {
        return Optional.of(found);
      }
    }
  }

  private void verifyImage(ImageRecord image) throws IOException, InterruptedException {
    var users = List.of(image.reference());
    var manifest = image.findDigest();
    if (manifest.isEmpty()) {
      add(
          Kind.DOCUMENT,
          image.digest(),
          users,
          Finding.damaged("its row in the catalog is damaged"));
      return;
    }
    while (true) {
      int before = artefacts.size();
      var seen = content(image);
      if (seen.isEmpty() && !isThere(image)) {
        return;
      }
      if (seen.isEmpty()) {
        add(Kind.DOCUMENT, image.digest(), users, Finding.damaged("its rows are damaged"));
        return;
      }
      verifyDocuments(seen.get(), users);
      verifyDisk(image.id(), manifest.get(), seen.get(), users);
      var added = artefacts.subList(before, artefacts.size());
      if (added.stream().allMatch(Artefact::isSound) || isStill(image, seen.get())) {
        return;
      }
      added.clear();
    }
  }

  private boolean isThere(ImageRecord image) throws IOException, InterruptedException {
    return catalog
        .read(session -> session.images().findByManifest(image.requireDigest()))
        .filter(now -> now.id() == image.id())
        .isPresent();
  }

  /** Whether the image is as it was when it was looked at. */
  private boolean isStill(ImageRecord image, ImageContent seen)
      throws IOException, InterruptedException {
    return isThere(image) && content(image).filter(now -> isSame(now, seen)).isPresent();
  }

  private static boolean isSame(ImageContent now, ImageContent seen) {
    return now.disk().equals(seen.disk()) && now.layers().equals(seen.layers());
  }

  /** Empty if rows of the image are missing or damaged. */
  private Optional<ImageContent> content(ImageRecord image) throws InterruptedException {
    try {
      return Optional.of(catalog.read(session -> session.contents().require(image.id())));
    } catch (CatalogException ignored) { // told as damage: the others are looked at
      return Optional.empty();
    }
  }

  private void verifyDocuments(ImageContent content, List<String> users) {
    for (var document : List.of(content.manifest(), content.config())) {
      String digest = document.digest().toString();
      add(
          Kind.DOCUMENT,
          digest,
          users,
          documents.computeIfAbsent(digest, _ -> findDocument(document)));
    }
  }

  private Finding findDocument(Document document) {
    return level == VerifyLevel.QUICK || DocumentCheck.isWhole(document)
        ? Finding.WHOLE
        : Finding.damaged("its bytes have another digest");
  }

  private void verifyDisk(long imageId, Digest manifest, ImageContent content, List<String> users)
      throws IOException, InterruptedException {
    var disk = content.disk();
    boolean marked = catalog.read(session -> session.contents().findSoundDisk(imageId)).isEmpty();
    Path fsmeta = home.fsmeta(manifest);
    var ofFsmeta =
        marked
            ? Finding.damaged("an earlier repair found it damaged, or a layer was made anew")
            : new FileCheck(fsmeta, disk.fsmetaBytes(), disk.fsmetaCrc32c()).image(level);
    if (level == VerifyLevel.DEEP && ofFsmeta.isSound()) {
      ofFsmeta = compare(fsmeta, content);
    }
    add(Kind.FSMETA, manifest.toString(), users, ofFsmeta);
    add(
        Kind.VMDK,
        manifest.toString(),
        users,
        new FileCheck(home.vmdk(manifest), disk.vmdkBytes(), disk.vmdkCrc32c()).descriptor());
  }

  private Finding compare(Path fsmeta, ImageContent content) throws IOException {
    var files = new ArrayList<Path>();
    for (var layer : content.layers()) {
      var found = layers.get(layer.diffId().toString());
      if (found != null && !found.isSound()) {
        return new Finding(
            Condition.UNCHECKED, "not compared with its layers, since one is damaged");
      }
      files.add(home.layer(layer.diffId()));
    }
    return content.disk().writerVersion() == LayerConverter.VERSION
        ? FsmetaCheck.compareBytes(fsmeta, files)
        : FsmetaCheck.compareTrees(fsmeta, files);
  }

  private void add(Kind kind, String digest, List<String> users, Finding found) {
    artefacts.add(new Artefact(kind, digest, users, found.condition(), found.detail()));
  }
}
