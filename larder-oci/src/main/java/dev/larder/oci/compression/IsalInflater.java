// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Intel's ISA-L through the foreign-function interface, where the system has it (Debian: libisal2).
 *
 * <p>The library keeps a stream's state, with pointers to input and output, in memory of its
 * caller. Here state and buffers have fixed sizes and are of one arena, which lives until {@link
 * #close}; nothing else is ever pointed at. The name {@code libisal.so.2} stands for the layout of
 * the state, and a trial decides whether it is trusted.
 */
final class IsalInflater implements RawInflater {
  // ISA-L 2.30, igzip_lib.h: struct inflate_state.
  private static final long NEXT_OUT = 0; // uint8_t *
  private static final long AVAIL_OUT = 8; // u32
  private static final long NEXT_IN = 16; // uint8_t *
  private static final long AVAIL_IN = 32; // u32
  private static final long READ_IN_LENGTH = 36; // i32  bits that were taken in and not used
  private static final long BLOCK_STATE = 21_160; // enum isal_block_state
  private static final long STATE_BYTES = 87_368;

  /** ISAL_BLOCK_FINISH: everything is decompressed and written out. */
  private static final int BLOCK_FINISH = 5;

  private static final int SOURCE_BYTES = 1 << 16;
  private static final int TARGET_BYTES = 1 << 18;

  private final Library library;
  private final Arena arena = Arena.ofShared();
  // Twice as much as needed: should a library's state be larger, the trial finds out unharmed.
  private final MemorySegment state = arena.allocate(2 * STATE_BYTES, Long.BYTES);
  private final MemorySegment source = arena.allocate(SOURCE_BYTES);
  private final MemorySegment target = arena.allocate(TARGET_BYTES);
  private int consumed;

  private IsalInflater(Library library) {
    this.library = library;
    library.init(state);
  }

  /** {@return an inflater, null where the system has no library that can be used} */
  static @Nullable IsalInflater open() {
    return Library.SYSTEM == null ? null : new IsalInflater(Library.SYSTEM);
  }

  @Override
  public void reset() {
    library.reset(state);
    consumed = 0;
  }

  @Override
  public int inflate(
      byte[] input,
      int inputOffset,
      int inputLength,
      byte[] output,
      int outputOffset,
      int outputLength)
      throws DataFormatException {
    consumed = 0;
    int written = 0;
    int used;
    int count;
    int room;
    do {
      int offered = Math.min(inputLength - consumed, SOURCE_BYTES);
      room = Math.min(outputLength - written, TARGET_BYTES);
      MemorySegment.copy(input, inputOffset + consumed, source, ValueLayout.JAVA_BYTE, 0, offered);
      used = step(offered, room);
      consumed += used;
      count = room - state.get(ValueLayout.JAVA_INT, AVAIL_OUT);
      MemorySegment.copy(target, ValueLayout.JAVA_BYTE, 0, output, outputOffset + written, count);
      written += count;
    } while (!finished()
        && written < outputLength
        && (count == room || (used > 0 && consumed < inputLength)));
    return written;
  }

  /** Inflates what is in {@code source} into {@code target}; returns how much of it was used. */
  private int step(int offered, int room) throws DataFormatException {
    state.set(ValueLayout.JAVA_LONG, NEXT_IN, source.address());
    state.set(ValueLayout.JAVA_INT, AVAIL_IN, offered);
    state.set(ValueLayout.JAVA_LONG, NEXT_OUT, target.address());
    state.set(ValueLayout.JAVA_INT, AVAIL_OUT, room);
    int status = library.inflate(state);
    if (status < 0) {
      throw new DataFormatException(
          switch (status) {
            case -1 -> "invalid block";
            case -2 -> "invalid symbol";
            case -3 -> "invalid distance";
            default -> "error " + status;
          });
    }
    int used = offered - state.get(ValueLayout.JAVA_INT, AVAIL_IN);
    // Whole bytes that were taken in, at this step or before, and lie behind the stream's end.
    return finished() ? used - state.get(ValueLayout.JAVA_INT, READ_IN_LENGTH) / Byte.SIZE : used;
  }

  @Override
  public int consumed() {
    return consumed;
  }

  @Override
  public boolean finished() {
    return state.get(ValueLayout.JAVA_INT, BLOCK_STATE) == BLOCK_FINISH;
  }

  @Override
  public String name() {
    return "ISA-L";
  }

  @Override
  public void close() {
    arena.close();
  }

  /** The functions of {@code igzip_lib.h}, each of a pointer to the state. */
  private record Library(MethodHandle init, MethodHandle reset, MethodHandle inflate) {
    private static final String NAME = "libisal.so.2";
    private static final int TRIAL_BYTES = 3 * 4096;

    /** Null where the system has no library that can be used. */
    static final @Nullable Library SYSTEM = find();

    @SuppressWarnings("restricted") // the functions touch what the state points to, which is ours
    private static @Nullable Library find() {
      try {
        var symbols = SymbolLookup.libraryLookup(NAME, Arena.global());
        var linker = Linker.nativeLinker();
        // Those that return nothing too: a shape is linked once, which takes some 30 ms.
        var function = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        var library =
            new Library(
                linker.downcallHandle(symbols.findOrThrow("isal_inflate_init"), function),
                linker.downcallHandle(symbols.findOrThrow("isal_inflate_reset"), function),
                linker.downcallHandle(symbols.findOrThrow("isal_inflate"), function));
        return library.passesTrial() ? library : null;
      } catch (IllegalArgumentException // there is no such library
          | NoSuchElementException // it does not have these functions
          | IllegalCallerException // native access is denied
          | UnsupportedOperationException ignored) { // there is no way to call it
        return null;
      }
    }

    /**
     * Whether the library finds in the state what it should, leaves there what it should, and no
     * more.
     */
    private boolean passesTrial() {
      byte[] content = new byte[TRIAL_BYTES];
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) ((i * i) >> 5);
      }
      byte[] input = new byte[2 * TRIAL_BYTES];
      int length;
      try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
        deflater.setInput(content);
        deflater.finish();
        length = deflater.deflate(input);
      }
      byte[] output = new byte[TRIAL_BYTES];
      try (var inflater = new IsalInflater(this)) {
        var beyond = inflater.state.asSlice(STATE_BYTES);
        byte[] untouched = new byte[Math.toIntExact(beyond.byteSize())];
        Arrays.fill(untouched, (byte) 0x5a);
        beyond.copyFrom(MemorySegment.ofArray(untouched));
        int half = length / 2;
        int first = inflater.inflate(input, 0, half, output, 0, TRIAL_BYTES);
        boolean sound = inflater.consumed() == half && !inflater.finished();
        int left = TRIAL_BYTES - first;
        int second = inflater.inflate(input, half, input.length - half, output, first, left);
        return sound
            && second == left
            && Arrays.equals(output, content)
            && inflater.finished()
            && inflater.consumed() == length - half
            && beyond.mismatch(MemorySegment.ofArray(untouched)) < 0;
      } catch (DataFormatException ignored) { // it does not do
        return false;
      }
    }

    void init(MemorySegment state) {
      call(init, state);
    }

    void reset(MemorySegment state) {
      call(reset, state);
    }

    int inflate(MemorySegment state) {
      return call(inflate, state);
    }

    private static int call(MethodHandle function, MemorySegment state) {
      try {
        return (int) function.invokeExact(state);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    /** A method handle may throw anything, a native function throws nothing. */
    private static IllegalStateException unexpected(Throwable e) {
      return new IllegalStateException("a function of " + NAME + " cannot be called", e);
    }
  }
}
