// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.store.Home;

/** Counts what was removed. For one thread. */
public final class RemovalTally {
  private int names;
  private int manifests;
  private int layers;
  private int fsmeta;
  private int vmdk;
  private long bytes;

  void images(int nameCount, int manifestCount) {
    names += nameCount;
    manifests += manifestCount;
  }

  void file(Home.Kind kind, long reclaimedBytes) {
    switch (kind) {
      case LAYER -> layers++;
      case FSMETA -> fsmeta++;
      case VMDK -> vmdk++;
    }
    bytes += reclaimedBytes;
  }

  void staging(long reclaimedBytes) {
    bytes += reclaimedBytes;
  }

  /** {@return names of images} */
  public int names() {
    return names;
  }

  /** {@return images} */
  public int manifests() {
    return manifests;
  }

  /** {@return layer files} */
  public int layers() {
    return layers;
  }

  /** {@return merged metadata files} */
  public int fsmeta() {
    return fsmeta;
  }

  /** {@return disk descriptors} */
  public int vmdk() {
    return vmdk;
  }

  /** {@return what the file system gave back} */
  public long bytes() {
    return bytes;
  }
}
