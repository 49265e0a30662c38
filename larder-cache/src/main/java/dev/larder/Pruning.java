// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.model.ImageHandle;
import dev.larder.model.ImagePruneReport;
import dev.larder.model.PrunePlan;
import dev.larder.model.PrunePolicy;
import dev.larder.prune.Pruner;
import dev.larder.prune.Target;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Prunes in the terms of the public interface. */
final class Pruning {
  private final Pruner pruner;
  private final Images images;
  private final InstantSource clock;

  Pruning(Pruner pruner, Images images, InstantSource clock) {
    this.pruner = pruner;
    this.images = images;
    this.clock = clock;
  }

  PrunePlan plan(PrunePolicy policy) throws IOException, InterruptedException {
    var items =
        pruner.plan(policy, clock.instant()).stream()
            .map(
                decision ->
                    new PrunePlan.Item(
                        images.handle(decision.image()), decision.verdict(), decision.reason()))
            .toList();
    return new PrunePlan(items, pruner.leftoverBytes());
  }

  ImagePruneReport apply(PrunePlan plan) throws IOException, InterruptedException {
    List<Target> targets =
        plan.removals().stream()
            .map(item -> target(item.image()))
            .flatMap(Optional::stream)
            .toList();
    var tally = pruner.apply(targets);
    return new ImagePruneReport(
        tally.names(),
        tally.manifests(),
        tally.layers(),
        tally.fsmeta(),
        tally.vmdk(),
        tally.bytes());
  }

  private static Optional<Target> target(ImageHandle image) {
    return image
        .manifestDigest()
        .map(
            manifest ->
                new Target(
                    image.isDangling() ? "" : image.reference(),
                    manifest,
                    image.lastUsedAt().orElse(Instant.MIN)));
  }
}
