// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.stage;

import dev.larder.erofs.LayerConverter;
import dev.larder.erofs.LayerSummary;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tar.TarReader;
import dev.larder.erofs.tar.Warnings;
import dev.larder.oci.compression.Decompression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.openjdk.jmh.annotations.Benchmark;

/** What is done to a layer's stream, each stage on the whole of it. */
public class StreamStages extends Stage {

  /** {@return the bytes that come out of the gzip stream} */
  @Benchmark
  public long decompress(Layer layer) throws IOException {
    try (var in = Decompression.open(new ByteArrayInputStream(layer.gzip))) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** {@return the SHA-256 of the tar} */
  @Benchmark
  public byte[] hash(Layer layer) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(layer.tar);
  }

  /** {@return the bytes of the files that the tar's entries announce} */
  @Benchmark
  public long tar(Layer layer) throws IOException {
    var in = new ByteArrayInputStream(layer.tar);
    var reader = new TarReader(in, LayerLimits.DEFAULT, new Warnings());
    long bytes = 0;
    for (var member = reader.next(); member.isPresent(); member = reader.next()) {
      bytes += member.get().size();
    }
    return bytes;
  }

  /** {@return what was written: the tar as EROFS, in a file that is not forced to the disk} */
  @Benchmark
  public LayerSummary write(Layer layer, Scratch scratch) throws IOException {
    Path file = scratch.directory.resolve("layer.erofs");
    try (var out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return LayerConverter.convert(new ByteArrayInputStream(layer.tar), out, LayerLimits.DEFAULT);
    } finally {
      Files.delete(file);
    }
  }
}
