// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.lease.Lease;
import dev.larder.model.BootDisk;
import dev.larder.model.ImageHandle;

/**
 * A pin on an image: as long as it is open, the image's files stay. Ends with the process at the
 * latest. Any thread may close it.
 */
public final class ImageLease implements AutoCloseable {
  private final Edge edge;
  private final Lease lease;
  private final ImageHandle image;
  private final BootDisk disk;

  ImageLease(Edge edge, Lease lease, ImageHandle image, BootDisk disk) {
    this.edge = edge;
    this.lease = lease;
    this.image = image;
    this.disk = disk;
  }

  /** {@return the image} */
  public ImageHandle image() {
    return image;
  }

  /** {@return the image's disk, whose files are there as long as this is open} */
  public BootDisk disk() {
    return disk;
  }

  /** Gives the pin up. */
  @Override
  public void close() {
    edge.cleanUp(lease::close);
  }
}
