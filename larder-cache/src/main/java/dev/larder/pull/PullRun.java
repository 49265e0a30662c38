// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageContent;
import dev.larder.catalog.ImageContent.DiskRecord;
import dev.larder.catalog.ImageContent.LayerUse;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerRecord;
import dev.larder.catalog.NewImage;
import dev.larder.catalog.Session;
import dev.larder.erofs.LayerConverter;
import dev.larder.lease.Lease;
import dev.larder.model.PullEvent;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.image.NoMatchingPlatformException;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageResolver;
import dev.larder.oci.source.ResolvedImage;
import dev.larder.prune.RemovalTally;
import dev.larder.verify.FileCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pull, from the source's reference to the rows of the image. */
final class PullRun {
  private final PullContext context;
  private final PullJob job;
  private final EventQueue events;

  PullRun(PullContext context, PullJob job, EventQueue events) {
    this.context = context;
    this.job = job;
    this.events = events;
  }

  ImageRecord run() throws IOException, InterruptedException {
    var event = new PullJfrEvent();
    event.reference = job.label();
    event.begin();
    try {
      return run(event);
    } catch (IOException | InterruptedException | RuntimeException e) {
      event.failure = e.toString();
      throw e;
    } finally {
      event.commit();
    }
  }

  private ImageRecord run(PullJfrEvent event) throws IOException, InterruptedException {
    events.put(new PullEvent.Resolving(job.label()));
    var resolved =
        new ImageResolver(context.limits().documents()).resolve(job.source(), job.platform());
    var platform = requirePlatform(resolved.config().platform());
    var manifest = resolved.manifestDocument().digest();
    events.put(new PullEvent.Resolved(job.label(), manifest, platform, plan(resolved)));

    // From here on what is in the cache stays, so that what is found is there to the end.
    var lease =
        context.leases().take(List.of(manifest), new LinkedHashSet<>(resolved.config().diffIds()));
    var layers = new LayerMaker(context, job, events, lease.id());
    ImageRecord image;
    try {
      image = make(resolved, platform, layers, lease);
    } catch (IOException | InterruptedException | RuntimeException e) {
      giveUp(e, lease, layers.made());
      throw e;
    }
    end(lease);
    remakeOutdated(layers.made());
    event.manifest = manifest.toString();
    event.layersDownloaded = layers.made().size();
    event.layersCached = resolved.config().diffIds().size() - layers.made().size();
    event.downloadedBytes = layers.downloadedBytes();
    events.put(
        new PullEvent.Done(
            job.label(),
            manifest,
            event.layersDownloaded,
            event.layersCached,
            event.downloadedBytes));
    return image;
  }

  /**
   * Where a layer became another file than it was, images that have it too get their disks made
   * anew at once, so that nobody finds them broken. What fails here stays marked, and is made when
   * next pulled or repaired.
   */
  private void remakeOutdated(List<DiffId> made) throws InterruptedException {
    try {
      var repairer = new Repairer(context);
      for (var manifest :
          context.catalog().read(session -> session.contents().outdatedDisks(made))) {
        boolean _ = repairer.makeDisk(manifest);
      }
    } catch (IOException e) {
      events.put(
          new PullEvent.Warning(
              job.label(),
              "the disk of another image with the same layers could not be made anew, repair it: "
                  + e.getMessage()));
    }
  }

  /** The image is there, whatever becomes of a row that says nothing any more. */
  private void end(Lease lease) {
    try {
      lease.close();
    } catch (CatalogException e) {
      events.put(
          new PullEvent.Warning(
              job.label(), "the row of a lease stays until the next prune: " + e.getMessage()));
    }
  }

  /**
   * {@return what the image is for} An index's entry was believed. The config may leave out the
   * variant that the index gives, or give another one, but not name another machine.
   */
  private Platform requirePlatform(Platform actual) throws NoMatchingPlatformException {
    if (!actual.isSpecified() || job.platform().accepts(actual)) {
      return actual;
    }
    var wanted = job.platform().normalized();
    var normal = actual.normalized();
    if (wanted.os().equals(normal.os()) && wanted.architecture().equals(normal.architecture())) {
      return wanted;
    }
    throw new NoMatchingPlatformException(job.platform(), List.of(actual));
  }

  private static List<PullEvent.LayerPlan> plan(ResolvedImage image) {
    var plan = new ArrayList<PullEvent.LayerPlan>();
    for (var diffId : image.config().diffIds()) {
      int position = plan.size();
      long sizeBytes = image.manifest().layers().get(position).sizeBytes();
      plan.add(new PullEvent.LayerPlan(position, diffId, sizeBytes));
    }
    return plan;
  }

  private ImageRecord make(ResolvedImage resolved, Platform platform, LayerMaker maker, Lease lease)
      throws IOException, InterruptedException {
    var wanted = new LinkedHashMap<DiffId, LayerMaker.Wanted>();
    var diffIds = resolved.config().diffIds();
    for (int position = 0; position < diffIds.size(); position++) {
      var blob = resolved.manifest().layers().get(position);
      wanted.putIfAbsent(
          diffIds.get(position), new LayerMaker.Wanted(position, diffIds.get(position), blob));
    }
    var rows = new LinkedHashMap<DiffId, LayerRecord>();
    maker.make(List.copyOf(wanted.values())).forEach(row -> rows.put(row.diffId(), row));
    tellRepeated(diffIds, wanted);
    var layers = diffIds.stream().map(rows::get).toList();

    var manifest = resolved.manifestDocument().digest();
    try (var _ = context.store().locks().image(manifest)) {
      var disks = new DiskMaker(context.store(), lease.id());
      var present = findDisk(manifest);
      DiskRecord disk;
      if (present.isPresent()) {
        disk = present.get();
      } else {
        events.put(new PullEvent.Merging(job.label()));
        disk = disks.make(manifest, layers, maker.trees());
      }
      var image = newImage(resolved, platform, layers, disk);
      try {
        return context.catalog().write(session -> save(session, image));
      } catch (CatalogException | InterruptedException | RuntimeException e) {
        if (present.isEmpty()) {
          disks.unmake(manifest, e);
        }
        throw e;
      }
    }
  }

  /** A layer that an image has twice is made once, and told of at each of its places. */
  private void tellRepeated(List<DiffId> diffIds, Map<DiffId, LayerMaker.Wanted> wanted) {
    var first = wanted.values().stream().map(LayerMaker.Wanted::position).toList();
    for (int position = 0; position < diffIds.size(); position++) {
      if (!first.contains(position)) {
        events.put(new PullEvent.LayerCached(job.label(), position, diffIds.get(position)));
      }
    }
  }

  /** The image's own files, if it is in the cache and they are whole. */
  private Optional<DiskRecord> findDisk(Digest manifest) throws IOException, InterruptedException {
    var home = context.store().home();
    var disk =
        context
            .catalog()
            .read(
                session -> {
                  var image = session.images().findByManifest(manifest);
                  return image.isPresent()
                      ? findUsableDisk(session, image.get())
                      : Optional.<DiskRecord>empty();
                });
    return disk.isPresent()
            && FileCheck.of(home.fsmeta(manifest), disk.get().fsmetaBytes()).isImage()
            && FileCheck.of(home.vmdk(manifest), disk.get().vmdkBytes()).isThere()
        ? disk
        : Optional.empty();
  }

  /** That of another version of the writer is usable for whoever has it already. */
  private static Optional<DiskRecord> findUsableDisk(Session session, ImageRecord image)
      throws CatalogException {
    boolean isHeld =
        !session.sandboxes().namesOf(image.digest()).isEmpty()
            || session.leases().ownersOf(image.digest()).size() > 1;
    return session
        .contents()
        .findSoundDisk(image.id())
        .filter(disk -> isHeld || disk.writerVersion() == LayerConverter.VERSION);
  }

  private NewImage newImage(
      ResolvedImage resolved, Platform platform, List<LayerRecord> layers, DiskRecord disk) {
    var uses = new ArrayList<LayerUse>();
    for (var layer : layers) {
      var blob = resolved.manifest().layers().get(uses.size());
      uses.add(
          new LayerUse(
              layer.diffId(),
              blob.digest(),
              blob.mediaType(),
              blob.sizeBytes(),
              layer.erofsBytes()));
    }
    var content =
        new ImageContent(resolved.manifestDocument(), resolved.configDocument(), uses, disk);
    return new NewImage(job.repository(), platform, resolved.indexes(), content);
  }

  private ImageRecord save(Session session, NewImage image) throws CatalogException {
    var now = context.clock().instant();
    long id = session.contents().save(image, now);
    for (String name : job.names()) {
      session.images().name(name, id, now);
    }
    var saved = find(session, image.content().manifest().digest());
    job.completion().complete(session, saved);
    return saved;
  }

  private ImageRecord find(Session session, Digest manifest) throws CatalogException {
    var named =
        job.names().isEmpty()
            ? Optional.<ImageRecord>empty()
            : session.images().findByName(job.names().getFirst());
    return named.isPresent()
        ? named.get()
        : session.images().findByManifest(manifest).orElseThrow();
  }

  /** Takes back what this pull made and nobody else has come to use. */
  private void giveUp(Exception failure, Lease lease, List<DiffId> made) {
    boolean interrupted = Thread.interrupted();
    try {
      lease.close();
      context.remover().removeUnusedLayers(made, new RemovalTally());
    } catch (IOException | InterruptedException e) {
      // What stays is rubbish, and the next prune's.
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
