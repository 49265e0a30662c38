// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.time.Instant;

/**
 * A file in an image, as a listing tells of it.
 *
 * @param path from the image's root, beginning with a slash; where a name is not UTF-8, with U+FFFD
 * @param type what it is
 * @param permissions the twelve mode bits {@code 07777}
 * @param uid owner, 0 to 2<sup>32</sup>-1
 * @param gid group, 0 to 2<sup>32</sup>-1
 * @param linkCount how many names it has
 * @param sizeBytes bytes of a regular file, 0 of all else
 * @param modified time of the last change
 * @param target where a symlink leads, empty text of all else
 * @param device numbers of a device, zeros of all else
 */
public record FileEntry(
    String path,
    Type type,
    int permissions,
    long uid,
    long gid,
    long linkCount,
    long sizeBytes,
    Instant modified,
    String target,
    Device device) {

  /** What a file is. */
  public enum Type {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A named pipe. */
    FIFO,
    /** A Unix socket. */
    SOCKET
  }

  /**
   * The numbers of a device.
   *
   * @param major the driver
   * @param minor the device of that driver
   */
  public record Device(int major, int minor) {
    /** Of what is no device. */
    public static final Device NONE = new Device(0, 0);
  }

  /** {@return the last part of the path; a slash for the root} */
  public String name() {
    return path.equals("/") ? path : path.substring(path.lastIndexOf('/') + 1);
  }
}
