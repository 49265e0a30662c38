// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.ErofsWriter;
import dev.larder.erofs.write.ImageSummary;
import dev.larder.erofs.write.LayerDevice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An image that a test writes file by file. */
final class TestLayer implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final BlockOutput output;
  private final Digests digests;

  TestLayer(Path path, Digests digests) throws IOException {
    this.path = path;
    this.digests = digests;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.output = new BlockOutput(channel);
  }

  Path path() {
    return path;
  }

  BlockOutput output() {
    return output;
  }

  /** {@return this image as a device of a merged one, once it is written} */
  LayerDevice device() throws IOException {
    return new LayerDevice(output.area(), channel.size() / BlockOutput.BLOCK_BYTES);
  }

  /** {@return a file with those bytes, which are written} */
  RegularFile file(Metadata metadata, byte[] content) throws IOException {
    return digests.remember(new RegularFile(metadata, content.length, data(content)), content);
  }

  ImageSummary write(Directory root) throws IOException {
    return ErofsWriter.writeLayer(root, output);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private FileData data(byte[] content) throws IOException {
    output.startFile();
    output.append(content, 0, content.length);
    return output.endFile();
  }
}
