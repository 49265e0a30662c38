// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one of the process's own descriptors may be. Asked of the kernel, since {@link
 * System#console} speaks of standard input and output alone, and a script that hands over a size
 * cannot follow a window that is resized. Not safe for use by several threads.
 */
public final class ProcessTerminal implements Terminal {
  // struct winsize (ioctl_tty(2)): four u16, of which rows and columns come first.
  private static final long WINSIZE_BYTES = 8;
  private static final long ROWS = 0;
  private static final long COLUMNS = 2;

  // inode(7): S_IFMT, S_IFCHR.
  private static final int FILE_TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;

  private final int descriptor;

  /** Linked when first asked: most commands never draw. */
  private @Nullable MethodHandle ioctl;

  private ProcessTerminal(int descriptor) {
    this.descriptor = descriptor;
  }

  /** {@return what is behind standard output} */
  public static ProcessTerminal ofOutput() {
    return new ProcessTerminal(1);
  }

  /** {@return what is behind standard error} */
  public static ProcessTerminal ofError() {
    return new ProcessTerminal(2);
  }

  @Override
  public Optional<Size> size() {
    return ioctl != null || mayBeTerminal() ? ask() : Optional.empty();
  }

  /**
   * A terminal is a character device, and not the null device. Scripts have none mostly, and for
   * them the call is not linked, which takes a third of a short pull.
   */
  private boolean mayBeTerminal() {
    try {
      var file = Files.readAttributes(Path.of("/dev/fd/" + descriptor), "unix:mode,rdev");
      return file.get("mode") instanceof Integer mode
          && (mode & FILE_TYPE) == CHARACTER_DEVICE
          && !Objects.equals(
              file.get("rdev"), Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
    } catch (IOException | UnsupportedOperationException ignored) { // then the kernel is asked
      return true;
    }
  }

  private Optional<Size> ask() {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(WINSIZE_BYTES, Short.BYTES);
      int status = (int) linked().invokeExact(descriptor, getWindowSize(), size);
      if (status != 0) {
        return Optional.empty();
      }
      int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, COLUMNS));
      int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, ROWS));
      return Optional.of(columns == 0 || rows == 0 ? Size.USUAL : new Size(columns, rows));
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl cannot be called", e);
    }
  }

  @SuppressWarnings("restricted") // a variadic call of libc whose signature is the manual's
  private MethodHandle linked() {
    var handle = ioctl;
    if (handle == null) {
      var linker = Linker.nativeLinker();
      handle =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      ioctl = handle;
    }
    return handle;
  }

  /** {@code TIOCGWINSZ}. */
  private static long getWindowSize() {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    return mac ? 0x40087468L : 0x5413L;
  }
}
