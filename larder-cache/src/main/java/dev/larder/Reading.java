// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.model.ImageDetail;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImageHandle;
import dev.larder.model.ImageHistoryEntry;
import dev.larder.prune.Pruner;
import java.io.IOException;
import java.util.List;

/** Reads what rows say of images, in the terms of the public interface. */
final class Reading {
  private final Catalog catalog;
  private final ImageLookup lookup;
  private final Images images;

  Reading(Catalog catalog, ImageLookup lookup, Images images) {
    this.catalog = catalog;
    this.lookup = lookup;
    this.images = images;
  }

  ImageHandle get(String reference) throws IOException, InterruptedException {
    return images.handle(catalog.read(lookup.query(reference)::require).image());
  }

  List<ImageHandle> list(List<ImageFilter> filters) throws IOException, InterruptedException {
    return catalog.read(session -> Pruner.list(session, filters)).stream()
        .map(images::handle)
        .toList();
  }

  ImageDetail inspect(String reference) throws IOException, InterruptedException {
    var query = lookup.query(reference);
    return catalog.read(session -> images.detail(session, query.require(session).image()));
  }

  List<ImageHistoryEntry> history(String reference) throws IOException, InterruptedException {
    var query = lookup.query(reference);
    return catalog.read(session -> images.history(session, query.require(session).image()));
  }
}
