// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageContent;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.error.CacheStorageException;
import dev.larder.model.BootDisk;
import dev.larder.model.ImageConfig;
import dev.larder.model.ImageDetail;
import dev.larder.model.ImageHandle;
import dev.larder.model.ImageHistoryEntry;
import dev.larder.model.ImageLayer;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.image.ConfigFile;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MalformedDocumentException;
import dev.larder.oci.source.Document;
import dev.larder.store.Store;
import dev.larder.verify.DocumentCheck;
import dev.larder.verify.FileCheck;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the values of the public interface from rows. */
final class Images {
  private final Store store;
  private final ImageHandle.Owner owner;

  Images(Store store, ImageHandle.Owner owner) {
    this.store = store;
    this.owner = owner;
  }

  ImageHandle handle(ImageRecord image) {
    var platform = image.platform();
    return ImageHandle.builder(owner, image.reference())
        .manifestDigest(image.findDigest().orElse(null))
        .platform(
            nullIfEmpty(platform.os()),
            nullIfEmpty(platform.architecture()),
            nullIfEmpty(platform.variant()))
        .layers(image.layerCount(), image.sizeBytes())
        .times(image.createdAt(), image.lastUsedAt())
        .dangling(image.isDangling())
        .build();
  }

  ImageDetail detail(Session session, ImageRecord image) throws CatalogException {
    var content = session.contents().require(image.id());
    return new ImageDetail(handle(image), config(content.config()), layers(content));
  }

  /** {@return the layers of an image, lowest first} */
  static List<ImageLayer> layers(Session session, ImageRecord image) throws CatalogException {
    return layers(session.contents().require(image.id()));
  }

  ImageConfig config(Session session, ImageRecord image) throws CatalogException {
    return config(session.contents().require(image.id()).config());
  }

  List<ImageHistoryEntry> history(Session session, ImageRecord image) throws CatalogException {
    var content = session.contents().require(image.id());
    var layers = layers(content).iterator();
    var entries = new ArrayList<ImageHistoryEntry>();
    for (var step : parse(content.config()).history()) {
      // A history that tells of more layers than there are is the image's own business.
      var layer = !step.emptyLayer() && layers.hasNext() ? layers.next() : null;
      entries.add(
          new ImageHistoryEntry(
              step.createdAt().orElse(null), step.createdBy(), step.comment(), layer));
    }
    return entries;
  }

  BootDisk disk(Session session, ImageRecord image) throws CatalogException {
    var manifest = image.requireDigest();
    var content = session.contents().require(image.id());
    var home = store.home();
    var extents = new ArrayList<BootDisk.Extent>();
    extents.add(new BootDisk.Extent(home.fsmeta(manifest), content.disk().fsmetaBytes()));
    for (var layer : content.layers()) {
      extents.add(new BootDisk.Extent(home.layer(layer.diffId()), layer.erofsSizeBytes()));
    }
    return new BootDisk(home.vmdk(manifest), extents);
  }

  /**
   * {@return the disk of an image, to be attached}
   *
   * @throws CacheStorageException if it is known not to be what it should be
   */
  BootDisk requireSoundDisk(Session session, ImageRecord image) throws CatalogException {
    var disk = disk(session, image);
    if (session.contents().isMarkedDamaged(image.id())) {
      throw new CacheStorageException(
          disk.vmdk(),
          "the disk of "
              + image.reference()
              + " is damaged, or a layer of it is; pull or repair the image");
    }
    return disk;
  }

  /** {@return the disk of an image, empty if the image has gone} */
  Optional<BootDisk> findDisk(Session session, ImageRecord image) throws CatalogException {
    var present = session.images().findByManifest(image.requireDigest());
    return present.isPresent() && present.get().id() == image.id()
        ? Optional.of(requireSoundDisk(session, image))
        : Optional.empty();
  }

  /** {@return the layers of an image, each once} */
  static Set<DiffId> diffIds(Session session, ImageRecord image) throws CatalogException {
    var diffIds = new LinkedHashSet<DiffId>();
    for (String text : session.layers().of(image.id())) {
      // A damaged row names no file.
      Digest.find(text).map(DiffId::new).ifPresent(diffIds::add);
    }
    return diffIds;
  }

  /**
   * {@return whether all files of an image are there, as far as a quick look can tell, and its
   * documents are what they were}
   */
  boolean isWhole(Session session, ImageRecord image) throws CatalogException {
    try {
      return hasWholeFiles(session, image) && hasDocuments(session.contents().require(image.id()));
    } catch (CatalogException e) {
      if (e.isDamage()) {
        return false;
      }
      throw e;
    }
  }

  private static boolean hasDocuments(ImageContent content) {
    return DocumentCheck.isWhole(content.manifest()) && DocumentCheck.isWhole(content.config());
  }

  private boolean hasWholeFiles(Session session, ImageRecord image) throws CatalogException {
    var digest = image.findDigest();
    if (digest.isEmpty() || session.contents().isMarkedDamaged(image.id())) {
      return false;
    }
    long vmdkBytes = session.contents().requireDisk(image.id()).vmdkBytes();
    var disk = disk(session, image);
    return FileCheck.of(disk.vmdk(), vmdkBytes).isThere()
        && disk.extents().stream()
            .allMatch(extent -> FileCheck.of(extent.file(), extent.sizeBytes()).isImage());
  }

  private static List<ImageLayer> layers(ImageContent content) {
    var layers = new ArrayList<ImageLayer>();
    for (var use : content.layers()) {
      layers.add(
          new ImageLayer(
              layers.size(),
              use.diffId(),
              use.blobDigest(),
              use.mediaType(),
              use.sizeBytes(),
              use.erofsSizeBytes()));
    }
    return layers;
  }

  private static ImageConfig config(Document document) throws CatalogException {
    var container = parse(document).container();
    return new ImageConfig(
        document.digest(),
        container.env(),
        container.cmd(),
        container.entrypoint(),
        container.workingDir(),
        container.user(),
        container.labels(),
        container.stopSignal());
  }

  private static ConfigFile parse(Document document) throws CatalogException {
    try {
      return ConfigFile.parse(document.bytes(), DocumentLimits.OF_KEPT);
    } catch (MalformedDocumentException e) {
      throw CatalogException.damaged(document.digest(), e);
    }
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
