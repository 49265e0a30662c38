// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageContent.LayerUse;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.LayerRecord;
import dev.larder.lease.Lease;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes single artefacts anew, just as a pull makes them: under the same locks, published and
 * recorded the same way. What is to be made anew has been marked as damaged before, so that whoever
 * comes first makes it, be it a pull. Safe for use by several threads.
 */
public final class Repairer {
  private final PullContext context;

  /** A repairer of one cache. */
  public Repairer(PullContext context) {
    this.context = context;
  }

  /** Makes a layer anew from its blob. */
  public void makeLayer(DiffId diffId, Descriptor blob, ImageSource source)
      throws IOException, InterruptedException {
    var job =
        new PullJob(
            diffId.toString(), source, Platform.host(), "", List.of(), PullJob.Completion.NONE);
    try (var lease = context.leases().take(List.of(), Set.of(diffId))) {
      new LayerMaker(context, job, new EventQueue(), lease.id())
          .make(List.of(new LayerMaker.Wanted(0, diffId, blob)));
    }
  }

  /**
   * Makes an image's fsmeta and descriptor anew from its layers.
   *
   * @return false if the image has gone, or a layer of it is damaged
   */
  public boolean makeDisk(Digest manifest) throws IOException, InterruptedException {
    var uses = context.catalog().read(session -> session.contents().layersOf(manifest));
    var diffIds = uses.stream().map(LayerUse::diffId).toList();
    try (var lease = context.leases().take(List.of(manifest), Set.copyOf(diffIds));
        var _ = context.store().locks().image(manifest)) {
      return makeDisk(manifest, diffIds, lease);
    }
  }

  private boolean makeDisk(Digest manifest, List<DiffId> diffIds, Lease lease)
      throws IOException, InterruptedException {
    var image = context.catalog().read(session -> session.images().findByManifest(manifest));
    var layers = findLayers(diffIds);
    if (image.isEmpty() || layers.isEmpty()) {
      return false;
    }
    var disk = new DiskMaker(context.store(), lease.id()).make(manifest, layers.get(), Map.of());
    return context
        .catalog()
        .writeUninterruptibly(
            session -> {
              var now = session.images().findByManifest(manifest).map(ImageRecord::id);
              if (now.isEmpty()) {
                // Removed by force: the files are leftovers, and go with the next prune.
                return false;
              }
              session.contents().saveDisk(now.get(), disk);
              return true;
            });
  }

  private Optional<List<LayerRecord>> findLayers(List<DiffId> diffIds)
      throws CatalogException, InterruptedException {
    return context
        .catalog()
        .read(
            session -> {
              var layers = new ArrayList<LayerRecord>();
              for (var diffId : diffIds) {
                var layer = session.layers().findSound(diffId);
                if (layer.isEmpty()) {
                  return Optional.empty();
                }
                layers.add(layer.get());
              }
              return Optional.of(layers);
            });
  }
}
