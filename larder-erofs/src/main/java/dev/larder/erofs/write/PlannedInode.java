// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.CompactInode;
import dev.larder.erofs.format.DataLayout;
import dev.larder.erofs.format.ExtendedInode;
import dev.larder.erofs.format.FileType;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.XattrHeader;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.Symlink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One inode on its way into an image. It is filled step by step: by the {@link InodeTable} that
 * finds it, by {@link #settle}, by the {@link MeasuringPass}; then it can be written.
 */
final class PlannedInode {
  /** Inodes start at multiples of this, which is also the unit of their numbers. */
  static final int ALIGNMENT = 32;

  private static final int MAX_U16 = 0xFFFF;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final InodeFacts facts;
  private final int number;
  private final long xattrBytes;

  // Found by the table.
  private long linkCount;
  private @Nullable PlannedInode parent;
  private @Nullable BlockContent content;

  // Settled.
  private boolean compact;
  private boolean inline;
  private long size;

  // Measured.
  private long offset;
  private long startBlock;

  private PlannedInode(InodeFacts facts, int number) throws IOException {
    this.facts = facts;
    this.number = number;
    this.xattrBytes = XattrArea.requireSane(facts.xattrs());
    // A directory is named by its own "." and in its parent.
    this.linkCount = facts.type() == FileType.DIRECTORY ? 2 : 0;
  }

  /**
   * {@return the inode of a node}
   *
   * @param number its number in the table, from 1
   */
  static PlannedInode of(Node node, int number, ImageKind kind) throws IOException {
    var inode = new PlannedInode(InodeFacts.of(node, kind), number);
    if (node instanceof Symlink symlink) {
      inode.content = new SymlinkContent(symlink);
    }
    return inode;
  }

  FileType type() {
    return facts.type();
  }

  Epoch time() {
    return Epoch.of(facts.metadata());
  }

  void addLink() {
    linkCount++;
  }

  void setParent(PlannedInode directory) {
    parent = directory;
  }

  PlannedInode parent() {
    return required(parent);
  }

  void setEntries(DirectoryContent entries) {
    content = entries;
  }

  /** Decides on the inode's form, when all inodes are known. */
  void settle(Epoch epoch) {
    BlockContent blocks = content;
    if (blocks == null) {
      size = facts.fileSize();
    } else {
      int last = blocks.blocks() - 1;
      long lastBytes = blocks.writeBlock(last, LittleEndian.measuring(), 0);
      size = (long) last * BlockOutput.BLOCK_BYTES + lastBytes;
    }
    compact = losesNothingCompact(epoch);
    inline = blocks != null && writeInlined(LittleEndian.measuring(), 0) <= BlockOutput.BLOCK_BYTES;
  }

  /**
   * A compact inode has the superblock's time on every kernel, and 16 bits for most of the rest.
   */
  private boolean losesNothingCompact(Epoch epoch) {
    Metadata metadata = facts.metadata();
    return time().equals(epoch)
        && metadata.uid() <= MAX_U16
        && metadata.gid() <= MAX_U16
        && linkCount <= MAX_U16
        && size <= MAX_U32;
  }

  void placeAt(long offsetInMetadata) {
    offset = offsetInMetadata;
  }

  void placeBlocksAt(long block) {
    startBlock = block;
  }

  /** {@return where the inode stands in the metadata area} */
  long offset() {
    return offset;
  }

  /** {@return the number that directory entries have for it} */
  long nid() {
    return offset / ALIGNMENT;
  }

  /** {@return how many blocks of content do not stand behind the inode} */
  int blocks() {
    BlockContent all = content;
    return all == null ? 0 : all.blocks() - (inline ? 1 : 0);
  }

  /** Writes a block of content and returns the offset behind its last used byte. */
  long writeBlock(int block, LittleEndian out, long at) {
    return required(content).writeBlock(block, out, at);
  }

  /** Writes the inode with all that stands right behind it and returns the offset behind that. */
  long write(LittleEndian out, long at) {
    return inline ? writeInlined(out, at) : facts.location().writeIndexes(out, writeBody(out, at));
  }

  private long writeInlined(LittleEndian out, long at) {
    BlockContent all = required(content);
    return all.writeBlock(all.blocks() - 1, out, writeBody(out, at));
  }

  private long writeBody(LittleEndian out, long at) {
    long behind = compact ? compact().write(out, at) : extended().write(out, at);
    return XattrArea.write(facts.xattrs(), out, behind);
  }

  private ExtendedInode extended() {
    Metadata metadata = facts.metadata();
    return new ExtendedInode(
        layout().extendedFormat(),
        XattrHeader.count(xattrBytes),
        facts.mode(),
        size,
        union(),
        number,
        metadata.uid(),
        metadata.gid(),
        metadata.mtimeSeconds(),
        metadata.mtimeNanos(),
        linkCount);
  }

  private CompactInode compact() {
    Metadata metadata = facts.metadata();
    return new CompactInode(
        layout().compactFormat(),
        XattrHeader.count(xattrBytes),
        facts.mode(),
        Math.toIntExact(linkCount),
        size,
        0,
        union(),
        number,
        Math.toIntExact(metadata.uid()),
        Math.toIntExact(metadata.gid()));
  }

  private DataLayout layout() {
    return inline ? DataLayout.FLAT_INLINE : facts.location().layout();
  }

  private long union() {
    return switch (facts.type()) {
      case REGULAR_FILE -> facts.location().union();
      case DIRECTORY, SYMLINK -> blocks() > 0 ? startBlock : FileLocation.Blocks.NONE.startBlock();
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> facts.deviceNumber().encode();
    };
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the inode is not that far yet");
    }
    return value;
  }
}
