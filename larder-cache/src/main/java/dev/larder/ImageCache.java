// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.error.AmbiguousReferenceException;
import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageLoadFailedException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImageSaveFailedException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.error.PlatformMismatchException;
import dev.larder.lease.Leases;
import dev.larder.model.DiskUsage;
import dev.larder.model.ImageDetail;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImageHandle;
import dev.larder.model.ImageHistoryEntry;
import dev.larder.model.ImagePruneReport;
import dev.larder.model.ImageRemoveReport;
import dev.larder.model.LoadOptions;
import dev.larder.model.PrunePlan;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.RemoveOption;
import dev.larder.model.RepairReport;
import dev.larder.model.SaveOptions;
import dev.larder.model.SaveReport;
import dev.larder.model.VerifyLevel;
import dev.larder.model.VerifyReport;
import dev.larder.oci.hosts.ShortNames;
import dev.larder.prune.Pruner;
import dev.larder.prune.Remover;
import dev.larder.pull.LayerSlots;
import dev.larder.pull.PullContext;
import dev.larder.pull.PullJob.Completion;
import dev.larder.pull.Puller;
import dev.larder.pull.Repairer;
import dev.larder.store.Home;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * OCI images, kept boot-ready on the local disk. Several caches, in this process and others, may be
 * open on one home at once. Safe for use by several threads.
 *
 * <p>A reference is a name in any of its spellings ({@code python}, {@code python:latest}, {@code
 * docker.io/library/python}), a name with a digest ({@code repo@sha256:…}), the digest of a
 * manifest, index or config, or the beginning of one: at least four hexadecimal digits, with {@code
 * sha256:} or without. A name comes before the beginning of a digest. Where {@code registries.conf}
 * has an alias for a name, that is what it means.
 *
 * <p>Every method that is given a reference throws {@link InvalidReferenceException} if it is none
 * of these and {@link AmbiguousReferenceException} if it may mean several images. Every method
 * throws {@link CacheStorageException} if the cache's disk fails it, and {@link
 * dev.larder.error.OperationCancelledException} if its thread is interrupted: it has then cleaned
 * up, and the thread stays interrupted. After {@link #close} all throw {@link
 * IllegalStateException}.
 */
public final class ImageCache implements AutoCloseable {
  private final Edge edge;
  private final OpenHome home;
  private final Images images;
  private final Reading reading;
  private final Leasing leasing;
  private final Pulling pulling;
  private final Saving saving;
  private final Removal removal;
  private final Pruning pruning;
  private final Sandboxes sandboxes;
  private final Repairing repairing;
  private final Measuring measuring;

  private ImageCache(CacheOptions options, Edge edge, OpenHome home) {
    this.edge = edge;
    this.home = home;
    var catalog = home.catalog();
    var store = home.store();
    var leases = new Leases(catalog, store.locks(), options.clock());
    var lookup = new ImageLookup(ShortNames.of(options.registry().hosts()));
    this.images = new Images(store, new HandleOwner(this));
    this.reading = new Reading(catalog, lookup, images);
    this.leasing = new Leasing(catalog, lookup, leases, images, edge);
    var remover = new Remover(catalog, store);
    var context =
        new PullContext(
            catalog,
            store,
            leases,
            remover,
            new LayerSlots(options.parallelLayers()),
            options.limits(),
            options.clock());
    this.pulling = new Pulling(home, lookup, leases, new Puller(context), images, edge, options);
    this.saving = new Saving(home, lookup, leases, pulling, edge);
    this.removal = new Removal(catalog, lookup, leases, remover);
    var pruner = new Pruner(catalog, store, leases);
    this.pruning = new Pruning(pruner, images, options.clock());
    this.measuring = new Measuring(catalog, store, pruner);
    this.sandboxes = new Sandboxes(catalog, edge, images, pulling, options.clock());
    this.repairing = new Repairing(home, lookup, leases, new Repairer(context), pulling);
  }

  /** {@return the cache in the default home, see {@link CacheOptions#defaults()}} */
  public static ImageCache open() {
    return open(CacheOptions.defaults());
  }

  /**
   * {@return the cache in {@code home}, which is created if need be} One that cannot be written is
   * opened to be read: what would change it throws {@link CacheStorageException}, and a lease pins
   * nothing, since nothing is removed from here.
   */
  public static ImageCache open(Path home) {
    return open(CacheOptions.at(home));
  }

  /**
   * {@return the cache that {@code options} describe; the caller closes it}
   *
   * @throws CacheStorageException if the home cannot be created or read, or is of a later version
   */
  public static ImageCache open(CacheOptions options) {
    return open(options, step -> {});
  }

  /** As {@link #open(CacheOptions)}; {@code steps} hears of each change to the disk before it. */
  static ImageCache open(CacheOptions options, Consumer<String> steps) {
    var home = new Home(options.home());
    var edge = new Edge(home);
    return edge.call(
        "opening the cache", () -> new ImageCache(options, edge, OpenHome.open(home, steps)));
  }

  /**
   * {@return the image {@code reference}}
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public ImageHandle get(String reference) {
    return edge.call("the look-up", () -> reading.get(reference));
  }

  /** {@return every image under each of its names, the newest first; dangling ones too} */
  public List<ImageHandle> list() {
    return list(List.of());
  }

  /** {@return the images that match all of {@code filters}, the newest first} */
  public List<ImageHandle> list(List<ImageFilter> filters) {
    return edge.call("the list", () -> reading.list(filters));
  }

  /**
   * {@return everything known of the image {@code reference}}
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public ImageDetail inspect(String reference) {
    return edge.call("the inspection", () -> reading.inspect(reference));
  }

  /**
   * {@return the steps that made the image, the first one first}
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public List<ImageHistoryEntry> history(String reference) {
    return edge.call("the history", () -> reading.history(reference));
  }

  /** {@return the image {@code reference}, with the defaults of {@link PullOptions}} */
  public ImageHandle pull(String reference) {
    return pull(reference, PullOptions.defaults());
  }

  /**
   * {@return the image {@code reference}, which is in the cache now} Layers that are there are not
   * fetched, and a layer that somebody else is making, in whatever process, is waited for. If this
   * fails, the cache is as it was.
   *
   * @throws ImageNotFoundException if the registry has no such image; or the cache has none and the
   *     policy is never to pull
   * @throws PlatformMismatchException if it is there for other platforms only
   * @throws ImagePullFailedException if it cannot be pulled
   */
  public ImageHandle pull(String reference, PullOptions options) {
    return images.handle(pulling.pull(reference, options, Completion.NONE));
  }

  /**
   * {@return the images of an archive: an OCI layout, as a directory or a tar, or what {@code
   * docker save} wrote} They get the names that the archive gives them.
   *
   * @throws PlatformMismatchException if an image is there for other platforms only
   * @throws ImageLoadFailedException if it cannot be loaded; images of the archive that come before
   *     the one that failed are in the cache
   */
  public List<ImageHandle> load(Path archive, LoadOptions options) {
    return pulling.load(archive, options).stream().map(images::handle).toList();
  }

  /**
   * {@return the images of an archive that comes as a stream} As {@link #load(Path, LoadOptions)};
   * the archive is written down in the home until its images are there. Failures call it {@code -}.
   *
   * @param archive a tar, compressed or not; read to its end and not closed
   * @throws PlatformMismatchException if an image is there for other platforms only
   * @throws ImageLoadFailedException if it cannot be loaded; images of the archive that come before
   *     the one that failed are in the cache
   */
  public List<ImageHandle> load(InputStream archive, LoadOptions options) {
    return pulling.load(archive, options).stream().map(images::handle).toList();
  }

  /**
   * Writes images into an archive that {@link #load(Path, LoadOptions)} and other tools read. An
   * image that is asked for by name has that name in it, one that is asked for by digest none. The
   * images stay meanwhile, as with {@link #lease}.
   *
   * @param archive the file; appears, or replaces the one that is there, when it is whole
   * @param references the images, at least one
   * @return what was saved: with {@link SaveOptions.Layers#PACKED} under other digests
   * @throws ImageNotFoundException if the cache does not have one of them
   * @throws ImageSaveFailedException if the file cannot be written, or original layers not be had;
   *     a file that was there is as it was
   */
  public SaveReport save(Path archive, List<String> references, SaveOptions options) {
    return saving.save(archive, references, options);
  }

  /**
   * Writes images into a stream, as {@link #save(Path, List, SaveOptions)} into a file. Failures
   * call it {@code -}; what was written until then is of no use.
   *
   * @param out gets a plain tar, in large pieces; not closed
   */
  public SaveReport save(OutputStream out, List<String> references, SaveOptions options) {
    return saving.save(out, references, options);
  }

  /**
   * {@return the image under a further name} If another image has the name, it moves.
   *
   * @throws ImageNotFoundException if the cache does not have {@code reference}
   * @throws InvalidReferenceException if {@code newReference} is not a name with a tag
   */
  public ImageHandle tag(String reference, String newReference) {
    return edge.call("the tag", () -> images.handle(pulling.tag(reference, newReference)));
  }

  /**
   * Removes an image, or a name of it. A name is taken away; a name with a digest takes away the
   * image's names in that repository; a digest, or the beginning of one, all of them. With its last
   * name the image goes, and with it what no other image uses.
   *
   * @return what went
   * @throws ImageNotFoundException if the cache does not have it
   * @throws ImageInUseException if the last name would go while a sandbox uses the image, unless
   *     {@link RemoveOption#FORCE forced}; or while a pull or a lease does, forced or not
   */
  public ImageRemoveReport remove(String reference, RemoveOption... options) {
    return edge.call("the removal", () -> removal.remove(reference, Set.copyOf(List.of(options))));
  }

  /** {@return what {@link #prune(PrunePolicy)} of {@link PrunePolicy#unused()} removed} */
  public ImagePruneReport prune() {
    return prune(PrunePolicy.unused());
  }

  /**
   * Removes the images that {@code policy} lets go and nobody uses, the layers that no image uses
   * then, and what crashes left behind.
   *
   * @return what went
   */
  public ImagePruneReport prune(PrunePolicy policy) {
    return edge.call("the prune", () -> pruning.apply(pruning.plan(policy)));
  }

  /** {@return what a prune would remove now, and why the rest stays; removes nothing} */
  public PrunePlan planPrune(PrunePolicy policy) {
    return edge.call("the plan", () -> pruning.plan(policy));
  }

  /**
   * Carries out a plan. What was used, named or pinned since the plan was made stays.
   *
   * @return what went
   */
  public ImagePruneReport apply(PrunePlan plan) {
    return edge.call("the prune", () -> pruning.apply(plan));
  }

  /**
   * {@return a pin on the image {@code reference}, until it is closed or the process ends} No prune
   * and no remove takes the image meanwhile, forced or not.
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public ImageLease lease(String reference) {
    return edge.call("the lease", () -> leasing.lease(reference));
  }

  /**
   * {@return the files in the image {@code reference}, for the caller to close} Read from the
   * cache's own files, without a mount. The image stays meanwhile, as with {@link #lease}.
   *
   * @throws ImageNotFoundException if the cache does not have it
   */
  public ImageFiles files(String reference) {
    return ImageFiles.open(edge, lease(reference));
  }

  /** {@return what the cache takes on the disk, image by image and layer by layer} */
  public DiskUsage diskUsage() {
    return edge.call("measuring", measuring::measure);
  }

  /**
   * Takes note that the image {@code reference} is used now, so that a prune by last use spares it.
   *
   * @return the image
   * @throws ImageNotFoundException if the cache does not have it
   */
  public ImageHandle touch(String reference) {
    return edge.call("the touch", () -> images.handle(pulling.touch(reference)));
  }

  /**
   * {@return what a look at everything in the cache finds, artefact by artefact} What is wrong with
   * one stops no other. Changes nothing; pulls and prunes may run meanwhile.
   *
   * @param level how close the look is
   */
  public VerifyReport verify(VerifyLevel level) {
    return verify(level, List.of());
  }

  /**
   * {@return what a look at some images and their layers finds} As {@link #verify(VerifyLevel)}.
   *
   * @param references the images; none means everything
   * @throws ImageNotFoundException if the cache does not have one of them
   */
  public VerifyReport verify(VerifyLevel level, List<String> references) {
    return edge.call("the verification", () -> repairing.verify(level, references));
  }

  /**
   * Verifies, and mends what is missing or damaged: fsmeta and descriptors are made anew from their
   * layers without the network, layers are fetched again by their digest from the repository that
   * an image of theirs came from. What cannot be mended is marked: the next pull or load of an
   * image that has it makes it anew.
   *
   * @param level how close the look is
   * @return what was found, and what became of it
   */
  public RepairReport repair(VerifyLevel level) {
    return repair(level, List.of());
  }

  /**
   * Verifies some images and their layers, and mends them, as {@link #repair(VerifyLevel)} does.
   *
   * @param references the images; none means everything
   * @return what was found, and what became of it
   * @throws ImageNotFoundException if the cache does not have one of them
   */
  public RepairReport repair(VerifyLevel level, List<String> references) {
    return edge.call("the repair", () -> repairing.repair(level, references));
  }

  /** {@return the sandboxes} */
  public Sandboxes sandboxes() {
    return sandboxes;
  }

  /**
   * Closes the cache; calls that are running on other threads should have ended. Closing it again
   * does nothing.
   *
   * @throws CacheStorageException if the catalog cannot be closed
   */
  @Override
  public void close() {
    if (edge.close()) {
      edge.cleanUp(
          () -> {
            try (home) {
              pulling.close();
            }
          });
    }
  }
}
