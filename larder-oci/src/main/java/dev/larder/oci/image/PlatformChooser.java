// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.util.Comparator;
import java.util.List;

/** Finds the image for a platform in an index. */
public final class PlatformChooser {
  /** What does not say its platform comes last: it may fit, its config tells. */
  private static final int UNSPECIFIED_RANK = Integer.MAX_VALUE;

  private record Candidate(ImageIndex.Entry entry, int rank) {}

  private PlatformChooser() {}

  /**
   * {@return the entry that fits {@code wanted} best} It may be a nested index, to be chosen from
   * again, and if it does not say its platform, the platform of its config is still to be checked.
   *
   * @throws NoMatchingPlatformException if nothing fits
   */
  public static Descriptor choose(ImageIndex index, Platform wanted)
      throws NoMatchingPlatformException {
    var candidates = candidates(index, wanted);
    if (candidates.isEmpty()) {
      throw new NoMatchingPlatformException(wanted, platforms(index));
    }
    return candidates.getFirst().descriptor();
  }

  /**
   * {@return the entries that may fit {@code wanted}, the best first, those that do not say their
   * platform last; attestations and other artifacts left out}
   */
  public static List<ImageIndex.Entry> candidates(ImageIndex index, Platform wanted) {
    return index.entries().stream()
        .filter(ImageIndex.Entry::isImage)
        .map(entry -> new Candidate(entry, rank(entry, wanted)))
        .filter(candidate -> candidate.rank() >= 0)
        .sorted(
            Comparator.comparingInt(Candidate::rank)
                .thenComparingInt(candidate -> -candidate.entry().platform().osFeatures().size()))
        .map(Candidate::entry)
        .toList();
  }

  /** {@return the platforms that {@code index} has images for, in its order} */
  public static List<Platform> platforms(ImageIndex index) {
    return index.entries().stream()
        .filter(ImageIndex.Entry::isImage)
        .map(ImageIndex.Entry::platform)
        .filter(Platform::isSpecified)
        .distinct()
        .toList();
  }

  private static int rank(ImageIndex.Entry entry, Platform wanted) {
    return entry.platform().isSpecified()
        ? wanted.rank(entry.platform()).orElse(-1)
        : UNSPECIFIED_RANK;
  }
}
