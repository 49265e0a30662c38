// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.LittleEndian;
import java.io.IOException;

/** Writes every structure to the place that the {@link MeasuringPass} gave it. */
final class WritingPass implements MetadataPass {
  private final BlockOutput out;
  private final byte[] structure;
  private final LittleEndian target;
  private long position;

  WritingPass(BlockOutput out, long largestBytes) {
    this.out = out;
    this.structure = new byte[Math.toIntExact(largestBytes)];
    this.target = LittleEndian.of(structure);
  }

  @Override
  public LittleEndian target() {
    return target;
  }

  @Override
  public void inode(PlannedInode inode, long bytes) throws IOException {
    out.zeros(inode.offset() - position);
    out.append(structure, 0, Math.toIntExact(bytes));
    position = inode.offset() + bytes;
  }

  @Override
  public void endInodes() throws IOException {
    padTo(MeasuringPass.blocksBehindInodes(position));
  }

  @Override
  public void startBlocks(PlannedInode inode) {
    // The order is that of the measuring pass, so the place is the next one.
  }

  @Override
  public void block(long bytes) throws IOException {
    out.append(structure, 0, Math.toIntExact(bytes));
    position += bytes;
    padTo(BlockOutput.blocksOf(position) * BlockOutput.BLOCK_BYTES);
  }

  private void padTo(long end) throws IOException {
    out.zeros(end - position);
    position = end;
  }
}
