// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.format.CompactInode;
import dev.larder.erofs.format.DataLayout;
import dev.larder.erofs.format.ExtendedInode;
import dev.larder.erofs.format.FileType;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.XattrHeader;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.Symlink;
import org.jspecify.annotations.Nullable;

/**
 * One inode on its way into an image. It is filled step by step: by the {@link InodeWalk} that
 * finds it, by {@link #settle}, by the {@link MeasuringPass}; then it can be written. There may be
 * millions, so what follows from the node is asked of it each time.
 */
final class PlannedInode {
  /** Inodes start at multiples of this, which is also the unit of their numbers. */
  static final int ALIGNMENT = 32;

  private static final int MAX_U16 = 0xFFFF;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final Node node;
  private final int number;

  // Found by the walk.
  private int linkCount;
  private @Nullable BlockContent content;

  // Settled.
  private boolean compact;
  private boolean inline;

  // Measured.
  private long offset;
  private long startBlock;

  private PlannedInode(Node node, int number) {
    this.node = node;
    this.number = number;
    if (node instanceof Symlink symlink) {
      content = new SymlinkContent(symlink);
    }
    // A directory is named by its own "." and in its parent.
    linkCount = node instanceof Directory ? 2 : 0;
  }

  /**
   * {@return the inode of a node}
   *
   * @param number its number in the table, from 1
   * @throws XattrRefusedException if an attribute cannot be kept
   */
  static PlannedInode of(Node node, int number, ImageKind kind) throws XattrRefusedException {
    XattrArea.requireSane(InodeFacts.of(node, kind).xattrs());
    return new PlannedInode(node, number);
  }

  FileType type() {
    return InodeFacts.typeOf(node);
  }

  Epoch time() {
    return Epoch.of(InodeFacts.metadataOf(node));
  }

  void addLink() {
    linkCount++;
  }

  void setEntries(DirectoryContent entries) {
    content = entries;
  }

  /** Decides on the inode's form, when all inodes are known. */
  void settle(Epoch epoch, ImageKind kind) {
    InodeFacts facts = InodeFacts.of(node, kind);
    BlockContent blocks = content;
    compact = losesNothingCompact(facts, epoch);
    inline =
        blocks != null
            && writeInlined(facts, blocks, LittleEndian.measuring(), 0) <= BlockOutput.BLOCK_BYTES;
  }

  /**
   * A compact inode has the superblock's time on every kernel, and 16 bits for most of the rest.
   */
  private boolean losesNothingCompact(InodeFacts facts, Epoch epoch) {
    Metadata metadata = facts.metadata();
    return Epoch.of(metadata).equals(epoch)
        && metadata.uid() <= MAX_U16
        && metadata.gid() <= MAX_U16
        && linkCount <= MAX_U16
        && size(facts) <= MAX_U32;
  }

  private long size(InodeFacts facts) {
    BlockContent all = content;
    return all == null ? facts.fileSize() : all.size();
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
    return requiredContent().writeBlock(block, out, at);
  }

  /** Writes the inode with all that stands right behind it and returns the offset behind that. */
  long write(ImageKind kind, LittleEndian out, long at) {
    InodeFacts facts = InodeFacts.of(node, kind);
    return inline
        ? writeInlined(facts, requiredContent(), out, at)
        : facts.location().writeIndexes(out, writeBody(facts, out, at));
  }

  private long writeInlined(InodeFacts facts, BlockContent all, LittleEndian out, long at) {
    return all.writeBlock(all.blocks() - 1, out, writeBody(facts, out, at));
  }

  private long writeBody(InodeFacts facts, LittleEndian out, long at) {
    int xattrCount =
        XattrHeader.count(XattrArea.write(facts.xattrs(), LittleEndian.measuring(), 0));
    long behind =
        compact
            ? compact(facts, xattrCount).write(out, at)
            : extended(facts, xattrCount).write(out, at);
    return XattrArea.write(facts.xattrs(), out, behind);
  }

  private ExtendedInode extended(InodeFacts facts, int xattrCount) {
    Metadata metadata = facts.metadata();
    return new ExtendedInode(
        layout(facts).extendedFormat(),
        xattrCount,
        facts.mode(),
        size(facts),
        union(facts),
        number,
        metadata.uid(),
        metadata.gid(),
        metadata.mtimeSeconds(),
        metadata.mtimeNanos(),
        linkCount);
  }

  private CompactInode compact(InodeFacts facts, int xattrCount) {
    Metadata metadata = facts.metadata();
    return new CompactInode(
        layout(facts).compactFormat(),
        xattrCount,
        facts.mode(),
        linkCount,
        size(facts),
        0,
        union(facts),
        number,
        Math.toIntExact(metadata.uid()),
        Math.toIntExact(metadata.gid()));
  }

  private DataLayout layout(InodeFacts facts) {
    return inline ? DataLayout.FLAT_INLINE : facts.location().layout();
  }

  private long union(InodeFacts facts) {
    return switch (facts.type()) {
      case REGULAR_FILE -> facts.location().union();
      case DIRECTORY, SYMLINK -> blocks() > 0 ? startBlock : FileLocation.Blocks.NONE.startBlock();
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> facts.deviceNumber().encode();
    };
  }

  private BlockContent requiredContent() {
    BlockContent all = content;
    if (all == null) {
      throw new IllegalStateException("the inode has no content, or not yet");
    }
    return all;
  }
}
