// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.lease.Leases;
import dev.larder.model.ImageRemoveReport;
import dev.larder.model.RemoveOption;
import dev.larder.oci.DiffId;
import dev.larder.prune.RemovalTally;
import dev.larder.prune.Remover;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes an image as the caller means it: by a name, that name; by repository and digest, the
 * names in that repository; by a digest alone, all names. With its last name the image goes, unless
 * it is in use. Only a sandbox can be overruled: what a running pull or a lease uses, stays.
 */
final class Removal {
  private final Catalog catalog;
  private final ImageLookup lookup;
  private final Leases leases;
  private final Remover remover;

  Removal(Catalog catalog, ImageLookup lookup, Leases leases, Remover remover) {
    this.catalog = catalog;
    this.lookup = lookup;
    this.leases = leases;
    this.remover = remover;
  }

  ImageRemoveReport remove(String text, Set<RemoveOption> options)
      throws IOException, InterruptedException {
    leases.reap();
    var query = lookup.query(text);
    while (true) {
      var seen = catalog.read(query::require).image();
      var report = removeSeen(query, seen, options);
      if (report.isPresent()) {
        return report.get();
      }
    }
  }

  /** What the transaction did. */
  private record Outcome(
      List<String> untagged, boolean imageGone, List<DiffId> layers, List<String> sandboxes) {}

  /** Empty if the text means another image by now. */
  private Optional<ImageRemoveReport> removeSeen(
      ImageQuery query, ImageRecord seen, Set<RemoveOption> options)
      throws IOException, InterruptedException {
    var outcome = catalog.write(session -> removeRows(session, query, seen, options));
    if (outcome.isEmpty()) {
      return Optional.empty();
    }
    var tally = new RemovalTally();
    if (outcome.get().imageGone()) {
      // A damaged row names no files: those go as leftovers of the next prune.
      remover.deleteFiles(seen.findDigest().stream().toList(), tally);
    }
    remover.removeUnusedLayers(outcome.get().layers(), tally);
    return Optional.of(
        new ImageRemoveReport(
            outcome.get().untagged(),
            outcome.get().imageGone() ? 1 : 0,
            tally.layers(),
            tally.bytes(),
            outcome.get().sandboxes()));
  }

  private Optional<Outcome> removeRows(
      Session session, ImageQuery query, ImageRecord seen, Set<RemoveOption> options)
      throws CatalogException {
    var found = query.require(session);
    var image = found.image();
    if (image.id() != seen.id() || !image.digest().equals(seen.digest())) {
      return Optional.empty();
    }
    var all = session.images().names(image.id());
    var untagged = query.namesMeant(found, all);
    if (untagged.size() < all.size()) {
      if (untagged.isEmpty()) {
        throw new ImageNotFoundException(
            query.toString(),
            query + " has no name left in that repository, only " + String.join(", ", all));
      }
      for (String name : untagged) {
        session.images().unname(name, image.id());
      }
      return Optional.of(new Outcome(untagged, false, List.of(), List.of()));
    }
    var sandboxes = requireFree(session, image, options);
    var layers = List.copyOf(Images.diffIds(session, image));
    session.contents().delete(image.id());
    return Optional.of(new Outcome(untagged, true, layers, sandboxes));
  }

  private static List<String> requireFree(
      Session session, ImageRecord image, Set<RemoveOption> options) throws CatalogException {
    var sandboxes = session.sandboxes().namesOf(image.digest());
    var owners = session.leases().ownersOf(image.digest()).stream().distinct().toList();
    boolean overruled = options.contains(RemoveOption.FORCE) && owners.isEmpty();
    if (!overruled && (!owners.isEmpty() || !sandboxes.isEmpty())) {
      throw new ImageInUseException(image.reference(), sandboxes, owners);
    }
    return sandboxes;
  }
}
