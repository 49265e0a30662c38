// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Little-endian fields of a byte array. Every narrow write is checked. In measuring mode the writes
 * are checked and counted but stored nowhere, so that the code which writes also tells sizes.
 */
public final class LittleEndian {
  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MAX_U8 = 0xFF;
  private static final int MAX_U16 = 0xFFFF;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  /** Null in measuring mode. */
  private final byte @Nullable [] bytes;

  private LittleEndian(byte @Nullable [] bytes) {
    this.bytes = bytes;
  }

  /** {@return a view of {@code bytes}, which is not copied} */
  public static LittleEndian of(byte[] bytes) {
    return new LittleEndian(Objects.requireNonNull(bytes));
  }

  /** {@return an output that stores nothing; reading from it throws} */
  public static LittleEndian measuring() {
    return new LittleEndian(null);
  }

  /** {@return the unsigned byte at {@code at}} */
  public int u8(long at) {
    return stored()[Math.toIntExact(at)] & MAX_U8;
  }

  /** {@return the unsigned 16 bits at {@code at}} */
  public int u16(long at) {
    return (short) U16.get(stored(), Math.toIntExact(at)) & MAX_U16;
  }

  /** {@return the unsigned 32 bits at {@code at}} */
  public long u32(long at) {
    return (int) U32.get(stored(), Math.toIntExact(at)) & MAX_U32;
  }

  /** {@return the 64 bits at {@code at}, which are negative from 2<sup>63</sup> on} */
  public long u64(long at) {
    return (long) U64.get(stored(), Math.toIntExact(at));
  }

  /** {@return a copy of {@code length} bytes from {@code at}} */
  public byte[] bytes(long at, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(stored(), Math.toIntExact(at), copy, 0, length);
    return copy;
  }

  /** Writes eight bits; throws {@link IllegalArgumentException} if the value needs more. */
  public void u8(long at, int value) {
    requireFits(value, MAX_U8, at);
    byte[] target = bytes;
    if (target != null) {
      target[Math.toIntExact(at)] = (byte) value;
    }
  }

  /** Writes 16 bits; throws {@link IllegalArgumentException} if the value needs more. */
  public void u16(long at, int value) {
    requireFits(value, MAX_U16, at);
    byte[] target = bytes;
    if (target != null) {
      U16.set(target, Math.toIntExact(at), (short) value);
    }
  }

  /** Writes 32 bits; throws {@link IllegalArgumentException} if the value needs more. */
  public void u32(long at, long value) {
    requireFits(value, MAX_U32, at);
    byte[] target = bytes;
    if (target != null) {
      U32.set(target, Math.toIntExact(at), (int) value);
    }
  }

  /** Writes 64 bits as they are: a signed value as its two's complement. */
  public void u64(long at, long value) {
    byte[] target = bytes;
    if (target != null) {
      U64.set(target, Math.toIntExact(at), value);
    }
  }

  /** Writes all of {@code value}. */
  public void bytes(long at, byte[] value) {
    byte[] target = bytes;
    if (target != null) {
      System.arraycopy(value, 0, target, Math.toIntExact(at), value.length);
    }
  }

  /** Writes zeros from {@code from} to {@code to}, which is exclusive. */
  public void zeros(long from, long to) {
    byte[] target = bytes;
    if (target != null) {
      Arrays.fill(target, Math.toIntExact(from), Math.toIntExact(to), (byte) 0);
    }
  }

  private static void requireFits(long value, long max, long at) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "the field at " + at + " holds 0 to " + max + ", not " + value);
    }
  }

  private byte[] stored() {
    byte[] source = bytes;
    if (source == null) {
      throw new IllegalStateException("measuring mode has nothing to read");
    }
    return source;
  }
}
