// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerTable.Origin;
import dev.larder.catalog.Session;
import dev.larder.error.LarderException;
import dev.larder.error.OperationCancelledException;
import dev.larder.lease.Leases;
import dev.larder.model.Artefact;
import dev.larder.model.Artefact.Condition;
import dev.larder.model.Artefact.Kind;
import dev.larder.model.PullOptions;
import dev.larder.model.RepairReport;
import dev.larder.model.RepairReport.Outcome;
import dev.larder.model.RepairReport.Repair;
import dev.larder.model.VerifyLevel;
import dev.larder.model.VerifyReport;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.image.Descriptor;
import dev.larder.pull.Repairer;
import dev.larder.store.Home;
import dev.larder.store.StoreException;
import dev.larder.verify.Verifier;
import dev.larder.verify.Verifier.Scope;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Mends what a verification found. What is damaged is marked first, so that from then on no pull
 * takes it for a hit; then layers are fetched again, and disks are made anew from layers. What
 * cannot be mended stays marked.
 */
final class Repairing {
  private final Catalog catalog;
  private final Home home;
  private final ImageLookup lookup;
  private final Leases leases;
  private final Repairer repairer;
  private final Pulling pulling;

  Repairing(OpenHome home, ImageLookup lookup, Leases leases, Repairer repairer, Pulling pulling) {
    this.catalog = home.catalog();
    this.lookup = lookup;
    this.home = home.store().home();
    this.leases = leases;
    this.repairer = repairer;
    this.pulling = pulling;
  }

  VerifyReport verify(VerifyLevel level, List<String> references)
      throws IOException, InterruptedException {
    return verify(level, scope(references));
  }

  private VerifyReport verify(VerifyLevel level, Scope scope)
      throws IOException, InterruptedException {
    return new Verifier(catalog, home, level, scope).verify();
  }

  private Scope scope(List<String> references) throws IOException, InterruptedException {
    if (references.isEmpty()) {
      return new Scope.Everything();
    }
    var queries = references.stream().map(lookup::query).toList();
    return catalog.read(
        session -> {
          var ids = new HashSet<Long>();
          for (var query : queries) {
            ids.add(query.require(session).image().id());
          }
          return new Scope.Images(ids);
        });
  }

  RepairReport repair(VerifyLevel level, List<String> references)
      throws IOException, InterruptedException {
    leases.reap();
    var scope = scope(references);
    var found = verify(level, scope);
    catalog.write(
        session -> {
          for (var artefact : found.unsound()) {
            mark(session, artefact);
          }
          return true;
        });
    var repairs = new ArrayList<Repair>();
    for (var artefact : found.unsound()) {
      if (artefact.kind() == Kind.LAYER) {
        repairs.add(attempt(artefact, this::repairLayer));
      }
    }
    for (String manifest : catalog.read(session -> damagedDisks(session, scope))) {
      repairs.add(attempt(diskOf(manifest, found), this::repairDisk));
    }
    for (var artefact : found.unsound()) {
      if (artefact.kind() == Kind.DOCUMENT) {
        repairs.add(attempt(artefact, this::repairDocument));
      }
    }
    return new RepairReport(found, repairs);
  }

  /** With those that are marked since a layer turned out as another file. */
  private static List<String> damagedDisks(Session session, Scope scope) throws CatalogException {
    var manifests = new ArrayList<String>();
    for (String manifest : session.contents().damagedDisks()) {
      var digest = Digest.find(manifest);
      var image =
          digest.isEmpty()
              ? Optional.<ImageRecord>empty()
              : session.images().findByManifest(digest.get());
      boolean everything = scope instanceof Scope.Everything;
      if (everything || image.filter(found -> scope.hasImage(found.id())).isPresent()) {
        manifests.add(manifest);
      }
    }
    return manifests;
  }

  /** Fsmeta and descriptor are made together: one repair for both. */
  private static Artefact diskOf(String manifest, VerifyReport found) {
    return found.unsound().stream()
        .filter(artefact -> artefact.kind() == Kind.FSMETA || artefact.kind() == Kind.VMDK)
        .filter(artefact -> artefact.digest().equals(manifest))
        .findFirst()
        .orElseGet(
            () ->
                new Artefact(
                    Kind.FSMETA,
                    manifest,
                    List.of(),
                    Condition.DAMAGED,
                    "made for another file of a layer"));
  }

  private static void mark(Session session, Artefact artefact) throws CatalogException {
    var digest = Digest.find(artefact.digest());
    if (digest.isEmpty()) {
      return;
    }
    switch (artefact.kind()) {
      case LAYER -> session.layers().markDamaged(new DiffId(digest.get()));
      case FSMETA, VMDK -> {
        var image = session.images().findByManifest(digest.get());
        if (image.isPresent()) {
          session.contents().markDiskDamaged(image.get().id());
        }
      }
      case DOCUMENT -> {} // saved again whenever its bytes differ
    }
  }

  private interface Attempt {
    Repair repair(Artefact artefact, Digest digest) throws IOException, InterruptedException;
  }

  /** One artefact that cannot be mended leaves the others to be; a full disk does not. */
  private static Repair attempt(Artefact artefact, Attempt attempt)
      throws IOException, InterruptedException {
    var digest = Digest.find(artefact.digest());
    if (digest.isEmpty()) {
      return failed(artefact, "its row is damaged; remove the image and pull it again");
    }
    try {
      return attempt.repair(artefact, digest.get());
    } catch (InterruptedIOException | StoreException | CatalogException e) {
      throw e;
    } catch (IOException e) {
      return failed(artefact, Edge.message(e));
    }
  }

  private Repair repairLayer(Artefact artefact, Digest digest)
      throws IOException, InterruptedException {
    var diffId = new DiffId(digest);
    String why = "no image that has it came from a registry; load its archive again";
    for (var origin : catalog.read(session -> session.layers().origins(diffId))) {
      try {
        fetch(diffId, origin);
        return new Repair(artefact, Outcome.FETCHED, "from " + origin.repository());
      } catch (InterruptedIOException | StoreException | CatalogException e) {
        throw e;
      } catch (IOException e) {
        why = Edge.message(e);
      }
    }
    return failed(artefact, why);
  }

  private void fetch(DiffId diffId, Origin origin) throws IOException, InterruptedException {
    var blob = Digest.parse(origin.blobDigest());
    try (var source = pulling.repository(Reference.parse(origin.repository()).pinnedTo(blob))) {
      repairer.makeLayer(
          diffId, Descriptor.of(origin.mediaType(), blob, origin.sizeBytes()), source);
    }
  }

  private Repair repairDisk(Artefact artefact, Digest manifest)
      throws IOException, InterruptedException {
    return repairer.makeDisk(manifest)
        ? new Repair(artefact, Outcome.REBUILT, "from its layers")
        : failed(artefact, "a layer that it is made from is damaged");
  }

  /** Documents come with the image: it is pulled again, and finds its layers there. */
  private Repair repairDocument(Artefact artefact, Digest digest)
      throws IOException, InterruptedException {
    for (String reference : artefact.images()) {
      var image = catalog.read(lookup.query(reference)::find);
      var manifest = image.flatMap(found -> found.image().findDigest());
      if (manifest.isPresent() && !image.get().image().repository().isEmpty()) {
        var pinned = Reference.parse(image.get().image().repository()).pinnedTo(manifest.get());
        try {
          pulling.refresh(
              pinned, PullOptions.defaults().withPlatform(image.get().image().platform()));
          return new Repair(artefact, Outcome.FETCHED, "from " + pinned);
        } catch (OperationCancelledException e) {
          throw e;
        } catch (LarderException e) {
          return failed(artefact, Edge.message(e));
        }
      }
    }
    return failed(artefact, "its image came from no registry; load its archive again");
  }

  private static Repair failed(Artefact artefact, String why) {
    return new Repair(artefact, Outcome.FAILED, why);
  }
}
