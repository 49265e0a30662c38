// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Packs by the {@code zstd} tool, whose output a thread copies on. */
final class ZstdToolOutputStream extends FilterOutputStream {

  private final Process process;
  private final OutputStream target;
  private final FutureTask<Long> copy;

  ZstdToolOutputStream(OutputStream target) throws IOException {
    this(
        target,
        new ProcessBuilder("zstd", "-q", "-c", "-3")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private ZstdToolOutputStream(OutputStream target, Process process) {
    super(process.getOutputStream());
    this.process = process;
    this.target = target;
    this.copy = new FutureTask<>(() -> process.getInputStream().transferTo(target));
    Thread.ofVirtual().start(copy);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    try (target) {
      super.close();
      copy.get();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("zstd ended with status " + status);
      }
    } catch (ExecutionException e) {
      throw new IOException("what zstd wrote could not be copied", e.getCause());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while zstd was running", e);
    }
  }
}
