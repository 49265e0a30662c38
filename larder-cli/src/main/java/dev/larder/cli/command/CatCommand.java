// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageFiles;
import dev.larder.error.OperationCancelledException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code cat REF PATH…}: prints files in an image, byte for byte. */
final class CatCommand implements Command {
  private static final int BUFFER_BYTES = 1 << 18;

  private final PositionalParamSpec reference = Options.parameter(0, "REF", "Image to look into.");
  private final PositionalParamSpec paths =
      Options.parametersFrom(1, "PATH", "Regular file, printed as it is.");
  private final CommandSpec spec = Options.command(this, "cat", "Print files in an image.");

  CatCommand() {
    spec.addPositional(reference).addPositional(paths);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<String> wanted = paths.getValue();
    try (var cache = invocation.openCache();
        var files = cache.files(reference.getValue())) {
      return Batch.run(invocation, wanted, path -> print(invocation, files, path)).status();
    }
  }

  private static long print(Invocation invocation, ImageFiles files, String path) {
    long bytes = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream file = files.open(path)) {
      for (int count = file.read(buffer); count >= 0; count = file.read(buffer)) {
        invocation.out().write(buffer, 0, count);
        bytes += count;
      }
      return bytes;
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("printing the file", e);
    } catch (IOException e) {
      throw files.unreadable(e);
    }
  }
}
