// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Packs each full piece of what is written by itself, and what is left, even nothing, at close. */
final class PiecewiseOutputStream extends OutputStream {

  private final OutputStream out;
  private final int pieceBytes;
  private final Packer packer;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

  PiecewiseOutputStream(OutputStream out, int pieceBytes, Packer packer) {
    this.out = out;
    this.pieceBytes = pieceBytes;
    this.packer = packer;
  }

  @FunctionalInterface
  interface Packer {
    void pack(byte[] piece, OutputStream out) throws IOException;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int step = Math.min(length - done, pieceBytes - piece.size());
      piece.write(bytes, offset + done, step);
      done += step;
      if (piece.size() == pieceBytes) {
        packPiece();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      packPiece();
    }
  }

  private void packPiece() throws IOException {
    packer.pack(piece.toByteArray(), out);
    piece.reset();
  }
}
