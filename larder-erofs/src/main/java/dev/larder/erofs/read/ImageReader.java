// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.format.FileType;
import dev.larder.erofs.format.SuperBlock;
import dev.larder.erofs.tree.Metadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the inodes of an image and what belongs to them. Everything read is checked against the
 * image's length before it is used. One thread at a time; the channels stay the caller's.
 */
public final class ImageReader {
  /** {@code PATH_MAX} of Linux. */
  private static final int MAX_TARGET_BYTES = 4096;

  private final ImageBytes image;
  private final List<ImageBytes> devices;
  private final ImageHeader header;
  private final FileMap map;
  private final XattrReader xattrs;

  private ImageReader(ImageBytes image, List<ImageBytes> devices, ImageHeader header) {
    this.image = image;
    this.devices = devices;
    this.header = header;
    this.map = new FileMap(image, header);
    this.xattrs = new XattrReader(image, header);
  }

  /**
   * {@return a reader of an image}
   *
   * @param image the image, or the disk on which its devices stand behind it
   * @param devices its devices, as many as its table has; or none, then only files that stand in
   *     {@code image} can be read
   * @throws CorruptErofsException if it is not an EROFS image, or a damaged one, or one of another
   *     number of devices
   * @throws UnsupportedErofsException if it needs a feature that is not known here
   */
  public static ImageReader open(FileChannel image, List<FileChannel> devices) throws IOException {
    var bytes = new ImageBytes(image);
    ImageHeader header = ImageHeader.read(bytes);
    if (!devices.isEmpty() && devices.size() != header.devices().size()) {
      throw new CorruptErofsException(
          SuperBlock.OFFSET,
          "superblock",
          "it has " + header.devices().size() + " devices, and not " + devices.size());
    }
    var deviceBytes = new ArrayList<ImageBytes>();
    for (FileChannel device : devices) {
      deviceBytes.add(new ImageBytes(device));
    }
    return new ImageReader(bytes, deviceBytes, header);
  }

  /** {@return the number of inodes that the image claims to have} */
  public long inodeCount() {
    return header.superBlock().inodes();
  }

  /** {@return the length of the image's file in bytes} */
  public long length() {
    return image.length();
  }

  /** {@return the number of blocks of each device, as the device table has it} */
  public List<Long> deviceBlocks() {
    return header.devices().stream()
        .map(device -> device.bytes() >> header.superBlock().blockBits())
        .toList();
  }

  /** {@return the root directory} */
  public StoredInode root() throws IOException {
    StoredInode root = inode(header.superBlock().rootNid());
    if (root.type() != FileType.DIRECTORY) {
      throw root.corrupt("the root is not a directory");
    }
    return root;
  }

  /** {@return the inode of that number} */
  public StoredInode inode(long nid) throws IOException {
    return StoredInode.read(image, header, nid);
  }

  /** {@return an inode's metadata, with its attributes in the order of their names} */
  public Metadata metadata(StoredInode inode) throws IOException {
    return new Metadata(
        inode.permissions(),
        inode.uid(),
        inode.gid(),
        inode.mtimeSeconds(),
        inode.mtimeNanos(),
        xattrs.read(inode));
  }

  /** {@return the entries of a directory, to be walked or searched} */
  public DirectoryReader directory(StoredInode inode) throws IOException {
    if (inode.type() != FileType.DIRECTORY) {
      throw new IllegalArgumentException("not a directory");
    }
    return new DirectoryReader(this, inode, header.blockBytes());
  }

  /** {@return the target of a symlink} */
  public byte[] target(StoredInode inode) throws IOException {
    if (inode.type() != FileType.SYMLINK) {
      throw new IllegalArgumentException("not a symlink");
    }
    if (inode.size() < 1 || inode.size() > MAX_TARGET_BYTES) {
      throw inode.corrupt("a link target of " + inode.size() + " bytes");
    }
    return metadataBytes(inode, 0, Math.toIntExact(inode.size()));
  }

  /**
   * Reads bytes of a regular file.
   *
   * @param position the first, from the start of the file
   * @param target gets as many as there are, at most its room
   * @return how many, or -1 if the file ends at or before {@code position}
   */
  public int read(StoredInode inode, long position, ByteBuffer target) throws IOException {
    if (inode.type() != FileType.REGULAR_FILE) {
      throw new IllegalArgumentException("not a regular file");
    }
    if (position < 0) {
      throw new IllegalArgumentException("a negative position: " + position);
    }
    if (position >= inode.size()) {
      return -1;
    }
    int count = Math.clamp(inode.size() - position, 0, target.remaining());
    int done = 0;
    while (done < count) {
      Extent extent = map.at(inode, position + done);
      int most = Math.clamp(extent.length(), 0, count - done);
      ByteBuffer part = target.slice(target.position(), most);
      if (extent.device() == Extent.HOLE) {
        fillZeros(part);
      } else {
        readDevice(extent, part);
      }
      target.position(target.position() + most);
      done += most;
    }
    return count;
  }

  /** {@return where a file that is not empty begins, and how far it goes on there} */
  public Extent extent(StoredInode inode) throws IOException {
    return map.at(inode, 0);
  }

  private static void fillZeros(ByteBuffer target) {
    if (target.hasArray()) {
      int from = target.arrayOffset() + target.position();
      Arrays.fill(target.array(), from, from + target.remaining(), (byte) 0);
    } else {
      while (target.hasRemaining()) {
        target.put((byte) 0);
      }
    }
  }

  private void readDevice(Extent extent, ByteBuffer target) throws IOException {
    if (extent.device() == 0) {
      image.read(extent.physical(), target);
      return;
    }
    if (extent.device() > header.devices().size()) {
      throw new CorruptErofsException(
          extent.physical(), "chunk", "it is on device " + extent.device() + ", which is unknown");
    }
    Device device = header.devices().get(extent.device() - 1);
    if (!devices.isEmpty()) {
      // What the table says of its size does not count then: mkfs.erofs writes zero there.
      devices.get(extent.device() - 1).read(extent.physical(), target);
    } else if (device.mappedStart() > 0 && device.mappedStart() < image.length()) {
      if (extent.physical() + target.remaining() > device.bytes()) {
        throw new CorruptErofsException(
            extent.physical(), "chunk", "it ends behind its device " + extent.device());
      }
      image.read(device.mappedStart() + extent.physical(), target);
    } else {
      throw new UnsupportedErofsException("its devices are needed to read files");
    }
  }

  /** Checks that the blocks of a file that stands in this image are there, the last one whole. */
  void requireBlocks(StoredInode inode) throws CorruptErofsException {
    long blockBytes = header.blockBytes();
    image.requireInside(header.blockStart(inode.union()), inode.size(), "file data");
    long wholeBlocks = Math.ceilDiv(inode.size(), blockBytes) * blockBytes;
    image.requireInside(header.blockStart(inode.union()), wholeBlocks, "file data");
  }

  /** {@return bytes of a directory or symlink, which stand in the image itself} */
  byte[] metadataBytes(StoredInode inode, long position, int count) throws IOException {
    Extent extent = map.at(inode, position);
    if (extent.device() != 0 || extent.length() < count) {
      throw inode.corrupt("its content is not in one place of the image");
    }
    return image.copy(extent.physical(), count, "directory or symlink");
  }
}
