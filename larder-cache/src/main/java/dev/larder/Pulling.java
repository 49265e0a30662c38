// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.error.LarderException;
import dev.larder.error.PlatformMismatchException;
import dev.larder.lease.Leases;
import dev.larder.model.LoadOptions;
import dev.larder.model.PullEvent;
import dev.larder.model.PullListener;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.oci.Reference;
import dev.larder.oci.archive.ArchivedImage;
import dev.larder.oci.archive.ImageArchive;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.registry.RegistryClient;
import dev.larder.oci.registry.RegistryOptions;
import dev.larder.oci.source.ImageSource;
import dev.larder.pull.PullJob;
import dev.larder.pull.PullJob.Completion;
import dev.larder.pull.Puller;
import dev.larder.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Decides whether a pull goes to the registry, and opens what it is read from. */
final class Pulling implements AutoCloseable {
  private final Catalog catalog;
  private final ImageLookup lookup;
  private final Store store;
  private final Leases leases;
  private final Puller puller;
  private final Images images;
  private final Edge edge;
  private final RegistryOptions registryOptions;
  private final DocumentLimits documents;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();

  /** Opened with the first pull, since many uses of a cache never pull; guarded by the lock. */
  private @Nullable RegistryClient registry;

  Pulling(
      OpenHome home,
      ImageLookup lookup,
      Leases leases,
      Puller puller,
      Images images,
      Edge edge,
      CacheOptions options) {
    this.catalog = home.catalog();
    this.lookup = lookup;
    this.store = home.store();
    this.leases = leases;
    this.puller = puller;
    this.images = images;
    this.edge = edge;
    this.registryOptions = options.registry();
    this.documents = options.limits().documents();
    this.clock = options.clock();
  }

  /** {@return the image, with {@code completion} done in the transaction that found or made it} */
  ImageRecord pull(String text, PullOptions options, Completion completion) {
    if (options.policy() != PullPolicy.ALWAYS) {
      var hit =
          edge.call(
              "the pull",
              () -> {
                var cached = useCached(text, options, completion);
                if (cached.isEmpty() && Thread.interrupted()) {
                  // A look at a file that an interrupt ends finds nothing.
                  throw new InterruptedException();
                }
                return cached;
              });
      if (hit.isPresent()) {
        return hit.get();
      }
    }
    try {
      return pullFromRegistry(text, options, completion);
    } catch (ImageNotFoundException | ImagePullFailedException e) {
      if (options.policy() != PullPolicy.IF_MISSING) {
        throw e;
      }
      return useOlder(text, options, completion, e);
    }
  }

  /** An image that an earlier larder made is better than none, where none can be had. */
  private ImageRecord useOlder(
      String text, PullOptions options, Completion completion, LarderException failure) {
    Optional<ImageRecord> older;
    try {
      older =
          edge.call(
              "the pull", () -> useCached(text, options.withPolicy(PullPolicy.NEVER), completion));
    } catch (PlatformMismatchException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (older.isEmpty()) {
      throw failure;
    }
    Puller.tell(
        options.listener(),
        new PullEvent.Warning(
            older.get().reference(),
            "an earlier larder made it, and it cannot be made anew now: " + failure.getMessage()));
    return older.get();
  }

  private ImageRecord pullFromRegistry(String text, PullOptions options, Completion completion) {
    if (ImageLookup.isDigest(text)) {
      throw new ImageNotFoundException(
          text, "no such image: " + text + "; to pull it, say from where: REPOSITORY@DIGEST");
    }
    var reference = lookup.requireReference(text);
    if (options.policy() == PullPolicy.NEVER) {
      throw new ImageNotFoundException(reference.toString());
    }
    return pull(reference, options, List.of(reference.toString()), completion);
  }

  /** Pulls an image that is there again, under no further name, for the sake of its documents. */
  void refresh(Reference pinned, PullOptions options) {
    pull(pinned, options, List.of(), Completion.NONE);
  }

  private ImageRecord pull(
      Reference reference, PullOptions options, List<String> names, Completion completion) {
    return edge.call(
        "the pull",
        () -> {
          try (var source = repository(reference)) {
            var job =
                new PullJob(
                    reference.toString(),
                    source,
                    options.platform(),
                    reference.name(),
                    names,
                    completion);
            return puller.pull(job, options.listener());
          }
        },
        failure -> PullFailures.ofPull(reference, failure));
  }

  /** An image that is there, with what there is to tell of it. */
  private record Hit(ImageRecord image, List<PullEvent> events) {}

  private Optional<ImageRecord> useCached(String text, PullOptions options, Completion completion)
      throws IOException, InterruptedException {
    var query = lookup.query(text);
    if (catalog.read(session -> findUsable(session, query, options)).isEmpty()) {
      return Optional.empty();
    }
    var hit = catalog.write(session -> use(session, query, options, completion));
    hit.ifPresent(found -> found.events().forEach(event -> Puller.tell(options.listener(), event)));
    return hit.map(Hit::image);
  }

  private Optional<Hit> use(
      Session session, ImageQuery query, PullOptions options, Completion completion)
      throws CatalogException {
    var image = findUsable(session, query, options);
    if (image.isEmpty()) {
      return Optional.empty();
    }
    session.images().touch(image.get().id(), clock.instant());
    completion.complete(session, image.get());
    boolean silent = options.listener().equals(PullListener.NONE);
    return Optional.of(
        new Hit(image.get(), silent ? List.of() : cachedEvents(session, image.get())));
  }

  private Optional<ImageRecord> findUsable(Session session, ImageQuery query, PullOptions options)
      throws CatalogException {
    var found = query.find(session);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var image = found.get().image();
    boolean fits = !image.platform().isSpecified() || options.platform().accepts(image.platform());
    if (!fits && options.policy() == PullPolicy.NEVER) {
      throw new PlatformMismatchException(
          image.reference(), options.platform().toString(), List.of(image.platform().toString()));
    }
    return fits && isCurrent(session, image, options) && images.isWhole(session, image)
        ? Optional.of(image)
        : Optional.empty();
  }

  /** What another version of the writer made is made anew, unless nothing may be pulled. */
  private static boolean isCurrent(Session session, ImageRecord image, PullOptions options)
      throws CatalogException {
    return options.policy() == PullPolicy.NEVER
        || session.contents().isOfVersion(image.id(), Puller.WRITER_VERSION);
  }

  private static List<PullEvent> cachedEvents(Session session, ImageRecord image)
      throws CatalogException {
    var plans = new ArrayList<PullEvent.LayerPlan>();
    for (var layer : Images.layers(session, image)) {
      plans.add(
          new PullEvent.LayerPlan(layer.position(), layer.diffId(), layer.compressedSizeBytes()));
    }
    String name = image.reference();
    var events = new ArrayList<PullEvent>();
    events.add(new PullEvent.Resolved(name, image.requireDigest(), image.platform(), plans));
    plans.forEach(
        plan -> events.add(new PullEvent.LayerCached(name, plan.position(), plan.diffId())));
    events.add(new PullEvent.Done(name, image.requireDigest(), 0, plans.size(), 0));
    return events;
  }

  /** {@return the images of {@code archive}, which are in the cache now} */
  List<ImageRecord> load(Path archive, LoadOptions options) {
    return load(archive, expanded -> ImageArchive.open(archive, expanded, documents), options);
  }

  /** {@return the images of the tar that comes out of {@code stream}} */
  List<ImageRecord> load(InputStream stream, LoadOptions options) {
    return load(Path.of("-"), expanded -> ImageArchive.open(stream, expanded, documents), options);
  }

  /** Opens an archive, which is expanded into a file if it must be. */
  @FunctionalInterface
  private interface Opener {
    ImageArchive open(Path expanded) throws IOException;
  }

  private List<ImageRecord> load(Path archive, Opener opener, LoadOptions options) {
    var tags = options.tags().stream().map(lookup::requireName).toList();
    return edge.call(
        "the load",
        () -> {
          try (var lease = leases.take(List.of(), List.of());
              var expanded = store.stage(lease.id())) {
            var loaded = new ArrayList<ImageRecord>();
            for (var image : opener.open(expanded.path()).images()) {
              var more = loaded.isEmpty() ? tags : List.<Reference>of();
              loaded.add(load(archive, image, more, options));
            }
            return loaded;
          }
        },
        failure -> PullFailures.ofLoad(archive, failure));
  }

  private ImageRecord load(
      Path archive, ArchivedImage image, List<Reference> tags, LoadOptions options)
      throws IOException, InterruptedException {
    var given = new ArrayList<>(tags);
    given.addAll(image.references());
    // A digest in a name is a claim about the image that nothing in an archive proves.
    var names = given.stream().filter(name -> name.digest().isEmpty()).toList();
    try (var source = image.source()) {
      return puller.pull(
          new PullJob(
              names.isEmpty() ? archive.toString() : names.getFirst().toString(),
              source,
              options.platform(),
              given.isEmpty() ? "" : given.getFirst().name(),
              names.stream().map(Reference::toString).toList(),
              Completion.NONE),
          options.listener());
    }
  }

  /** {@return the image, used now} */
  ImageRecord touch(String text) throws IOException, InterruptedException {
    var query = lookup.query(text);
    return catalog.write(
        session -> {
          session.images().touch(query.require(session).image().id(), clock.instant());
          return query.require(session).image();
        });
  }

  /** {@return the image under a further name} */
  ImageRecord tag(String text, String newText) throws IOException, InterruptedException {
    var name = lookup.requireName(newText);
    var query = lookup.query(text);
    return catalog.write(
        session -> {
          var image = query.require(session).image();
          session.images().name(name.toString(), image.id(), clock.instant());
          return session.images().findByName(name.toString()).orElseThrow();
        });
  }

  /** {@return the repository that {@code reference} is in; the caller closes it} */
  ImageSource repository(Reference reference) {
    return registry().repository(reference);
  }

  private RegistryClient registry() {
    lock.lock();
    try {
      var client = registry;
      if (client == null) {
        client = RegistryClient.open(registryOptions.withDocuments(documents));
        registry = client;
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (registry != null) {
        registry.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
