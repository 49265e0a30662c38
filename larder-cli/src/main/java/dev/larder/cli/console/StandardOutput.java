// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output, which may be a pipe whose reader ends first, as in {@code larder images | head
 * -1}. A {@link java.io.PrintStream} keeps failures to itself, so this one is no {@link
 * IOException}. Everything else that fails, a full disk say, is one.
 */
public final class StandardOutput extends FilterOutputStream {
  /** Linux's own name of it; elsewhere every failure is an {@link IOException}. */
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

  private static final int TYPE_MASK = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  /** Writes to {@code out}, which is the process's standard output. */
  public StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (isPipe()) {
        throw new ClosedOutputException(e);
      }
      throw e;
    }
  }

  /** Nothing else can go wrong with a pipe; the kernel's own word for it comes in any language. */
  private static boolean isPipe() {
    try {
      int type = (Integer) Files.getAttribute(DESCRIPTOR, "unix:mode") & TYPE_MASK;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException ignored) { // told as any failure
      return false;
    }
  }
}
