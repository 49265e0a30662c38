// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.ImageRecord;
import dev.larder.model.PrunePlan.Verdict;
import dev.larder.model.PrunePolicy;
import dev.larder.oci.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what a prune removes. A pure function of a snapshot, a policy and the time. */
final class PrunePlanner {
  private final Snapshot snapshot;
  private final PrunePolicy policy;
  private final Instant now;
  private final Set<Long> newest;

  private PrunePlanner(Snapshot snapshot, PrunePolicy policy, Instant now) {
    this.snapshot = snapshot;
    this.policy = policy;
    this.now = now;
    this.newest = newest(snapshot, policy.keepLast());
  }

  /** {@return a decision for each entry of {@code snapshot}, removals first} */
  static List<Decision> plan(Snapshot snapshot, PrunePolicy policy, Instant now) {
    return new PrunePlanner(snapshot, policy, now).decide();
  }

  private List<Decision> decide() {
    var kept = new ArrayList<Decision>();
    var candidates = new ArrayList<ImageRecord>();
    for (var entry : snapshot.entries()) {
      reasonToKeep(entry)
          .ifPresentOrElse(
              reason -> kept.add(new Decision(entry.image(), Verdict.KEEP, reason)),
              () -> candidates.add(entry.image()));
    }
    var removals = withinBudget(candidates);
    var decisions = new ArrayList<Decision>();
    for (var image : candidates) {
      if (removals.contains(image)) {
        String reason = image.isDangling() ? "it has no name" : "nothing uses it";
        decisions.add(new Decision(image, Verdict.REMOVE, reason));
      } else {
        kept.add(new Decision(image, Verdict.KEEP, "the cache is within its budget"));
      }
    }
    decisions.addAll(kept);
    return decisions;
  }

  private Optional<String> reasonToKeep(Snapshot.Entry entry) {
    var image = entry.image();
    if (!entry.sandboxes().isEmpty()) {
      return Optional.of("used by sandbox " + String.join(", ", entry.sandboxes()));
    }
    if (!entry.leasePids().isEmpty()) {
      return Optional.of("leased by process " + entry.leasePids().getFirst());
    }
    if (image.findDigest().isEmpty()) {
      return Optional.of("its row in the catalog is damaged");
    }
    if (policy.scope() == PrunePolicy.Scope.DANGLING && !image.isDangling()) {
      return Optional.of("it has a name");
    }
    if (!ImageFilters.match(policy.filters(), image, entry.labels())) {
      return Optional.of("the filters leave it out");
    }
    var age = since(image.lastUsedAt());
    if (age.compareTo(policy.minimumAge()) < 0) {
      return Optional.of("used " + inWords(age) + " ago");
    }
    var presence = since(image.createdAt());
    if (presence.compareTo(policy.gracePeriod()) < 0) {
      return Optional.of("pulled " + inWords(presence) + " ago");
    }
    if (newest.contains(image.id())) {
      return Optional.of("among the newest " + policy.keepLast() + " of its repository");
    }
    return Optional.empty();
  }

  /** Never negative: a clock that was set back makes nothing younger than new. */
  private Duration since(Instant time) {
    return time.isBefore(now) ? Duration.between(time, now) : Duration.ZERO;
  }

  /** The rows of the newest {@code count} images of each repository. */
  private static Set<Long> newest(Snapshot snapshot, int count) {
    Map<String, Set<Long>> byRepository = new HashMap<>();
    for (var entry : snapshot.entries()) {
      var ids = byRepository.computeIfAbsent(repository(entry.image()), _ -> new HashSet<>());
      if (ids.size() < count) {
        ids.add(entry.image().id());
      }
    }
    var newest = new HashSet<Long>();
    byRepository.values().forEach(newest::addAll);
    return newest;
  }

  private static String repository(ImageRecord image) {
    if (image.isDangling()) {
      return image.repository();
    }
    try {
      return Reference.parse(image.name()).name();
    } catch (IllegalArgumentException ignored) { // a damaged row is a repository of its own
      return image.name();
    }
  }

  /** Of the candidates those that keep budget and floor, or all if there are none to keep. */
  private Set<ImageRecord> withinBudget(List<ImageRecord> candidates) {
    if (!policy.isBounded()) {
      return Set.copyOf(candidates);
    }
    var usage = new Usage(snapshot);
    long before = usage.totalBytes();
    var removals = new LinkedHashSet<ImageRecord>();
    var leastRecentFirst =
        candidates.stream()
            .sorted(
                Comparator.comparing(ImageRecord::lastUsedAt)
                    .thenComparing(ImageRecord::createdAt)
                    .thenComparingLong(ImageRecord::id))
            .toList();
    for (var image : leastRecentFirst) {
      if (isEnough(usage.totalBytes(), before - usage.totalBytes())) {
        break;
      }
      removals.add(image);
      usage.remove(image);
    }
    return removals;
  }

  private boolean isEnough(long usedBytes, long freedBytes) {
    return (policy.budgetBytes() == PrunePolicy.NO_BUDGET || usedBytes <= policy.budgetBytes())
        && snapshot.usableBytes() + freedBytes >= policy.freeBytes();
  }

  private static String inWords(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " days";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " hours";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " minutes" : age.toSeconds() + " s";
  }
}
