// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.TreeEntry;
import dev.larder.testkit.oracle.TreeListing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What an image must stand up to: the kernel, fsck.erofs, and our own reader. */
final class Judges {
  private Judges() {}

  /** Requires that all judges see exactly these entries. */
  static void requireAll(List<TreeEntry> expected, Path image, Path... devices) throws IOException {
    FsckErofs.check(image, devices);
    requireKernelAndReader(expected, image, devices);
  }

  static void requireKernelAndReader(List<TreeEntry> expected, Path image, Path... devices)
      throws IOException {
    assertThat(kernel(image, devices)).containsExactlyElementsOf(expected);
    try (var opened = ErofsImage.open(image, List.of(devices))) {
      assertThat(Listings.of(opened)).containsExactlyElementsOf(expected);
    }
  }

  /** {@return what the kernel shows, without a word of complaint} */
  static List<TreeEntry> kernel(Path image, Path... devices) throws IOException {
    try (var mount = KernelMount.of(image, devices)) {
      List<TreeEntry> entries = TreeListing.of(mount.root()).entries();
      assertThat(mount.kernelErrors()).isEmpty();
      return entries;
    }
  }
}
