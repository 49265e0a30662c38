// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static java.util.Objects.requireNonNull;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageContent;
import dev.larder.catalog.ImageContent.LayerUse;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerRecord;
import dev.larder.catalog.Session;
import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageSaveFailedException;
import dev.larder.lease.Leases;
import dev.larder.model.SaveOptions;
import dev.larder.model.SaveReport;
import dev.larder.model.SaveReport.SavedImage;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.archive.ArchiveWriter;
import dev.larder.oci.archive.OutgoingBlob;
import dev.larder.oci.archive.OutgoingImage;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.source.ImageSource;
import dev.larder.save.ImageToSave;
import dev.larder.save.OriginalImages;
import dev.larder.save.PackedImages;
import dev.larder.save.ReplacedFile;
import dev.larder.store.Home;
import dev.larder.verify.DocumentCheck;
import dev.larder.verify.FileCheck;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what images to be saved consist of, keeps it there, and has it written. */
final class Saving {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What failures call a stream. */
  private static final Path STREAM = Path.of("-");

  private final Catalog catalog;
  private final ImageLookup lookup;
  private final Home home;
  private final Leases leases;
  private final Pulling pulling;
  private final Edge edge;

  Saving(OpenHome home, ImageLookup lookup, Leases leases, Pulling pulling, Edge edge) {
    this.catalog = home.catalog();
    this.lookup = lookup;
    this.home = home.store().home();
    this.leases = leases;
    this.pulling = pulling;
    this.edge = edge;
  }

  /** An image that was asked for, by a name or else by a digest. */
  private record Wanted(ImageRecord image, boolean byName) {}

  /** What the rows of an image say, once nobody takes it any more. */
  private record Held(ImageRecord image, ImageContent content, Map<DiffId, LayerRecord> layers) {}

  /** {@return what was saved} The file appears when it is whole. */
  SaveReport save(Path archive, List<String> references, SaveOptions options) {
    return save(
        archive,
        references,
        held -> {
          try (var file = ReplacedFile.create(archive)) {
            var report = write(archive, held, options, file.out());
            file.finish();
            return report;
          }
        });
  }

  /** {@return what was saved} */
  SaveReport save(OutputStream out, List<String> references, SaveOptions options) {
    return save(STREAM, references, held -> write(STREAM, held, options, out));
  }

  /** Does something with images that stay meanwhile. */
  @FunctionalInterface
  private interface Action {
    SaveReport run(Map<Wanted, Held> images) throws IOException;
  }

  private SaveReport save(Path archive, List<String> references, Action action) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("nothing to save");
    }
    return edge.call(
        "the save",
        () -> withHeld(references, action),
        failure -> SaveFailures.of(archive, failure));
  }

  private SaveReport withHeld(List<String> references, Action action)
      throws IOException, InterruptedException {
    var queries = references.stream().distinct().map(lookup::query).toList();
    while (true) {
      var wanted = catalog.read(session -> find(session, queries));
      var manifests = new LinkedHashSet<Digest>();
      for (var one : wanted) {
        manifests.add(one.image().requireDigest());
      }
      var layers = catalog.read(session -> diffIds(session, wanted));
      try (var _ = leases.take(manifests, layers)) {
        // Only now do they stay: are they still there?
        var held = catalog.read(session -> hold(session, wanted));
        if (held.isPresent()) {
          return action.run(held.get());
        }
      }
    }
  }

  private static List<Wanted> find(Session session, List<ImageQuery> queries)
      throws CatalogException {
    var wanted = new ArrayList<Wanted>();
    for (var query : queries) {
      var found = query.require(session);
      wanted.add(new Wanted(found.image(), found.by() == ImageQuery.By.NAME));
    }
    return wanted;
  }

  private static Set<DiffId> diffIds(Session session, List<Wanted> wanted) throws CatalogException {
    var layers = new LinkedHashSet<DiffId>();
    for (var one : wanted) {
      layers.addAll(Images.diffIds(session, one.image()));
    }
    return layers;
  }

  private static Optional<Map<Wanted, Held>> hold(Session session, List<Wanted> wanted)
      throws CatalogException {
    var held = new LinkedHashMap<Wanted, Held>();
    for (var one : wanted) {
      var image = one.image();
      var present = session.images().findByManifest(image.requireDigest());
      if (present.isEmpty() || present.get().id() != image.id()) {
        return Optional.empty();
      }
      var content = session.contents().require(image.id());
      var layers = new HashMap<DiffId, LayerRecord>();
      for (var layer : content.layers()) {
        session.layers().findSound(layer.diffId()).ifPresent(row -> layers.put(row.diffId(), row));
      }
      held.put(one, new Held(image, content, layers));
    }
    return Optional.of(held);
  }

  private SaveReport write(
      Path archive, Map<Wanted, Held> held, SaveOptions options, OutputStream out)
      throws IOException {
    var sources = new ArrayList<ImageSource>();
    try {
      var outgoing =
          switch (options.layers()) {
            case PACKED -> pack(held);
            case ORIGINAL -> original(archive, held, sources);
          };
      var counted = new CountedOutput(out);
      var buffered = new BufferedOutputStream(counted, BUFFER_BYTES);
      var images = List.copyOf(outgoing.values());
      switch (options.format()) {
        case OCI -> ArchiveWriter.writeLayout(images, buffered);
        case DOCKER -> ArchiveWriter.writeDockerSave(images, buffered);
      }
      buffered.flush();
      return new SaveReport(
          held.keySet().stream()
              .map(one -> saved(one, requireNonNull(outgoing.get(one.image().digest())), options))
              .toList(),
          counted.bytes);
    } finally {
      for (var source : sources) {
        source.close();
      }
    }
  }

  /** By the digest that an image has in the cache: under several names it is one image. */
  private Map<String, OutgoingImage> pack(Map<Wanted, Held> held) throws IOException {
    var packed = new PackedImages();
    var checked = new LinkedHashSet<DiffId>();
    var outgoing = new LinkedHashMap<String, OutgoingImage>();
    for (var image : toSave(held).entrySet()) {
      var rows = image.getKey();
      for (var layer : rows.content().layers()) {
        if (checked.add(layer.diffId())) {
          requireSound(rows, layer);
        }
      }
      outgoing.put(rows.image().digest(), packed.pack(image.getValue()));
    }
    return outgoing;
  }

  private Map<String, OutgoingImage> original(
      Path archive, Map<Wanted, Held> held, List<ImageSource> sources) throws IOException {
    var outgoing = new LinkedHashMap<String, OutgoingImage>();
    for (var image : toSave(held).entrySet()) {
      var record = image.getKey().image();
      if (record.repository().isEmpty()) {
        throw new ImageSaveFailedException(
            archive,
            record.reference()
                + " came from an archive, so that no registry is known to have its original"
                + " layers");
      }
      var source =
          pulling.repository(Reference.parse(record.repository()).pinnedTo(record.requireDigest()));
      sources.add(source);
      outgoing.put(record.digest(), OriginalImages.of(image.getValue(), source));
    }
    return outgoing;
  }

  /** {@return the images, each once under all names that were asked for} */
  private Map<Held, ImageToSave> toSave(Map<Wanted, Held> held) {
    var rows = new LinkedHashMap<String, Held>();
    var names = new HashMap<String, Set<String>>();
    held.forEach(
        (wanted, image) -> {
          String digest = image.image().digest();
          rows.putIfAbsent(digest, image);
          var given = names.computeIfAbsent(digest, _ -> new LinkedHashSet<>());
          if (wanted.byName()) {
            given.add(wanted.image().name());
          }
        });
    var images = new LinkedHashMap<Held, ImageToSave>();
    rows.forEach(
        (digest, image) ->
            images.put(image, toSave(image, List.copyOf(names.getOrDefault(digest, Set.of())))));
    return images;
  }

  private ImageToSave toSave(Held held, List<String> names) {
    var content = held.content();
    for (var document : List.of(content.manifest(), content.config())) {
      if (!DocumentCheck.isWhole(document)) {
        throw damaged(held, home.catalog(), document.digest() + " is not what it was");
      }
    }
    return new ImageToSave(
        names,
        content.manifest(),
        content.config(),
        content.layers().stream()
            .map(layer -> new ImageToSave.Layer(layer.diffId(), home.layer(layer.diffId())))
            .toList());
  }

  /** Whatever a disk has spoilt is not given a new digest. */
  private void requireSound(Held held, LayerUse layer) throws IOException {
    Path file = home.layer(layer.diffId());
    var row = held.layers().get(layer.diffId());
    if (row == null) {
      throw damaged(held, file, "its layer " + layer.diffId() + " was found damaged");
    }
    var damage = new FileCheck(file, row.erofsBytes(), row.crc32c()).findDamage();
    if (damage.isPresent()) {
      throw damaged(held, file, "its layer " + layer.diffId() + ": " + damage.get());
    }
  }

  private static CacheStorageException damaged(Held held, Path file, String what) {
    return new CacheStorageException(
        file, held.image().reference() + " is damaged: " + what + "; pull or repair the image");
  }

  private static SavedImage saved(Wanted wanted, OutgoingImage image, SaveOptions options) {
    var layers = image.layers().stream().map(OutgoingBlob::descriptor).distinct().toList();
    long layerBytes = layers.stream().mapToLong(Descriptor::sizeBytes).sum();
    var all = image.layers().stream().map(OutgoingBlob::descriptor).toList();
    var manifest =
        switch (options.format()) {
          case OCI -> image.manifest();
          case DOCKER -> ArchiveWriter.dockerSaveManifest(image.config(), all);
        };
    return new SavedImage(
        wanted.image().reference(),
        Digest.parse(wanted.image().digest()),
        manifest.digest(),
        manifest.sizeBytes() + image.config().sizeBytes() + layerBytes);
  }

  /** Counts what an archive takes. */
  private static final class CountedOutput extends FilterOutputStream {
    private long bytes;

    CountedOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      bytes += length;
    }
  }
}
