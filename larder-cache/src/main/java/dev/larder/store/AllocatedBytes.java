// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file takes on the disk, as {@code du} counts: allocated blocks, holes not. Java has no
 * word for it, so {@code statx(2)} is asked. Where it cannot be had (another system, native access
 * denied) a file takes its length rounded up, which is right for a file without holes.
 */
final class AllocatedBytes {
  private static final int BLOCK = 4096;

  /** The unit of {@code stx_blocks}, whatever the file system's own block size. */
  private static final int UNIT = 512;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int STATX_BLOCKS = 0x400;

  /** {@code linux/stat.h: struct statx}, the same on every architecture. */
  private static final int STATX_BYTES = 256;

  private static final int STX_BLOCKS = 0x30;

  private static final @Nullable MethodHandle STATX = findStatx().orElse(null);

  private AllocatedBytes() {}

  /** {@return the bytes that removing {@code file} gives back} */
  static long of(Path file) throws IOException {
    var statx = STATX;
    return statx == null ? rounded(file) : ask(statx, file);
  }

  private static long rounded(Path file) throws IOException {
    return Math.ceilDiv(Files.size(file), (long) BLOCK) * BLOCK;
  }

  private static long ask(MethodHandle statx, Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom(file.toString(), pathCharset());
      var answer = arena.allocate(STATX_BYTES, Long.BYTES);
      int result =
          (int) statx.invokeExact(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BLOCKS, answer);
      if (result == 0) {
        return answer.get(ValueLayout.JAVA_LONG, STX_BLOCKS) * UNIT;
      }
    } catch (Throwable e) {
      throw new IOException("statx of " + file + " failed", e);
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    return rounded(file);
  }

  private static Charset pathCharset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  // Restricted: the descriptor below must be the function's, which statx(2) says it is.
  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> findStatx() {
    try {
      var linker = Linker.nativeLinker();
      var descriptor =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS);
      return linker
          .defaultLookup()
          .find("statx")
          .map((MemorySegment address) -> linker.downcallHandle(address, descriptor));
    } catch (IllegalCallerException | UnsupportedOperationException ignored) { // see the class
      return Optional.empty();
    }
  }
}
