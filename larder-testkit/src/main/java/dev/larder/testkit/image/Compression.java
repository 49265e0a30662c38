// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** How a layer's tar is packed. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** One gzip member. */
  GZIP,
  /** A gzip member for each 64 KiB of the tar, and an empty one at the end. */
  GZIP_MEMBERS,
  /** One zstd frame, by the {@code zstd} tool. */
  ZSTD,
  /** A zstd frame of stored blocks for each 1 MiB of the tar; needs no tool. */
  ZSTD_STORED_FRAMES;

  private static final int GZIP_MEMBER_BYTES = 1 << 16;

  /**
   * {@return a stream that packs what is written to it; closing it ends the packing and closes
   * {@code out}}
   *
   * @param out where the packed bytes go
   * @throws IOException when the packer cannot start
   */
  OutputStream wrap(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, 1 << 16);
      case GZIP_MEMBERS ->
          new PiecewiseOutputStream(out, GZIP_MEMBER_BYTES, Compression::writeMember);
      case ZSTD -> new ZstdToolOutputStream(out);
      case ZSTD_STORED_FRAMES ->
          new PiecewiseOutputStream(
              out, 1 << 20, (piece, target) -> target.write(ZstdFrames.stored(piece)));
    };
  }

  /** {@return the end of the OCI media type, as in {@code "+gzip"}} */
  String suffix() {
    return switch (this) {
      case NONE -> "";
      case GZIP, GZIP_MEMBERS -> "+gzip";
      case ZSTD, ZSTD_STORED_FRAMES -> "+zstd";
    };
  }

  private static void writeMember(byte[] piece, OutputStream out) throws IOException {
    var member = new GZIPOutputStream(out);
    member.write(piece);
    member.finish();
  }
}
