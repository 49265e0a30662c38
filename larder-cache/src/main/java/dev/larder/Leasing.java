// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.ImageRecord;
import dev.larder.lease.Leases;
import dev.larder.model.BootDisk;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Pins images for callers. */
final class Leasing {
  private final Catalog catalog;
  private final ImageLookup lookup;
  private final Leases leases;
  private final Images images;
  private final Edge edge;

  Leasing(Catalog catalog, ImageLookup lookup, Leases leases, Images images, Edge edge) {
    this.catalog = catalog;
    this.lookup = lookup;
    this.leases = leases;
    this.images = images;
    this.edge = edge;
  }

  /** {@return a pin on the image that {@code reference} means} */
  ImageLease lease(String reference) throws IOException, InterruptedException {
    var query = lookup.query(reference);
    while (true) {
      var image = catalog.read(query::require).image();
      var lease = tryLease(image);
      if (lease.isPresent()) {
        return lease.get();
      }
    }
  }

  /** Empty if the image went before the lease was there. */
  private Optional<ImageLease> tryLease(ImageRecord image)
      throws IOException, InterruptedException {
    var layers = catalog.read(session -> Images.diffIds(session, image));
    var lease = leases.take(Set.of(image.requireDigest()), layers);
    // Only now does the image stay: was it still there?
    Optional<BootDisk> disk = Optional.empty();
    try {
      disk = catalog.read(session -> images.findDisk(session, image));
    } finally {
      if (disk.isEmpty()) {
        lease.close();
      }
    }
    return disk.map(found -> new ImageLease(edge, lease, images.handle(image), found));
  }
}
