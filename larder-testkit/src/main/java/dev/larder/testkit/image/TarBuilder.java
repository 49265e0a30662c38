// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a tar from what the call site spells out, entry by entry, in the order given. What is
 * common has a method of its own; everything else is a {@link TarEntry}:
 *
 * <pre>{@code
 * byte[] tar = new TarBuilder()
 *     .directory("foo/", 0755)
 *     .file("foo/a", "text")
 *     .add(TarEntry.file("foo/b", bytes).mode(04755).owner(1000, 1000).mtime(-1, 500))
 *     .whiteout("foo/x")
 *     .toByteArray();
 * }</pre>
 *
 * The dialect is PAX until {@link #dialect} changes it for the entries that follow. Two zero blocks
 * end the tar unless {@link #withoutEnd} says otherwise. Nothing is written before {@link #writeTo}
 * or {@link #toByteArray}, both may be called again. Not safe for use by several threads.
 */
public final class TarBuilder {

  private final List<Streamed.Source> parts = new ArrayList<>();
  private Dialect dialect = Dialect.PAX;
  private boolean end = true;

  /** Begins an empty tar. */
  public TarBuilder() {}

  /**
   * Chooses the dialect of the entries that follow.
   *
   * @param dialect the dialect
   * @return this builder
   */
  public TarBuilder dialect(Dialect dialect) {
    this.dialect = dialect;
    return this;
  }

  /**
   * Adds an entry; later changes to it show.
   *
   * @param entry the entry
   * @return this builder
   */
  public TarBuilder add(TarEntry entry) {
    Dialect chosen = dialect;
    parts.add(out -> entry.writeTo(out, chosen));
    return this;
  }

  /**
   * Adds a directory of mode 0755.
   *
   * @param name its name, by custom with a '/' at its end
   * @return this builder
   */
  public TarBuilder directory(String name) {
    return add(TarEntry.directory(name));
  }

  /**
   * Adds a directory.
   *
   * @param name its name, by custom with a '/' at its end
   * @param mode its permission bits
   * @return this builder
   */
  public TarBuilder directory(String name, int mode) {
    return add(TarEntry.directory(name).mode(mode));
  }

  /**
   * Adds a file of mode 0644.
   *
   * @param name its name
   * @param text its content, as UTF-8
   * @return this builder
   */
  public TarBuilder file(String name, String text) {
    return add(TarEntry.file(name, text));
  }

  /**
   * Adds a file of mode 0644.
   *
   * @param name its name
   * @param bytes its content
   * @return this builder
   */
  public TarBuilder file(String name, byte[] bytes) {
    return add(TarEntry.file(name, bytes));
  }

  /**
   * Adds a file of mode 0644 that may be too big for memory.
   *
   * @param name its name
   * @param content its content
   * @return this builder
   */
  public TarBuilder file(String name, Content content) {
    return add(TarEntry.file(name, content));
  }

  /**
   * Adds a symbolic link.
   *
   * @param name its name
   * @param target what it says
   * @return this builder
   */
  public TarBuilder symlink(String name, String target) {
    return add(TarEntry.symlink(name, target));
  }

  /**
   * Adds a further name of another entry.
   *
   * @param name its name
   * @param target the other entry's name
   * @return this builder
   */
  public TarBuilder hardLink(String name, String target) {
    return add(TarEntry.hardLink(name, target));
  }

  /**
   * Adds a named pipe.
   *
   * @param name its name
   * @return this builder
   */
  public TarBuilder fifo(String name) {
    return add(TarEntry.fifo(name));
  }

  /**
   * Adds a character device.
   *
   * @param name its name
   * @param major the major number
   * @param minor the minor number
   * @return this builder
   */
  public TarBuilder characterDevice(String name, int major, int minor) {
    return add(TarEntry.characterDevice(name, major, minor));
  }

  /**
   * Adds a block device.
   *
   * @param name its name
   * @param major the major number
   * @param minor the minor number
   * @return this builder
   */
  public TarBuilder blockDevice(String name, int major, int minor) {
    return add(TarEntry.blockDevice(name, major, minor));
  }

  /**
   * Adds a whiteout.
   *
   * @param path the path to hide: {@code foo/x} becomes {@code foo/.wh.x}
   * @return this builder
   */
  public TarBuilder whiteout(String path) {
    return add(TarEntry.whiteout(path));
  }

  /**
   * Adds an opaque marker.
   *
   * @param directory the directory that hides what is below it, {@code ""} for the root
   * @return this builder
   */
  public TarBuilder opaque(String directory) {
    return add(TarEntry.opaque(directory));
  }

  /**
   * Adds a PAX global header.
   *
   * @param keyword the keyword of its one record
   * @param value the record's value
   * @return this builder
   */
  public TarBuilder globalHeader(String keyword, String value) {
    var records = List.of(Map.entry(keyword, value.getBytes(StandardCharsets.UTF_8)));
    parts.add(out -> new TarEncoder(out).writePax('g', "pax_global_header", records));
    return this;
  }

  /**
   * Adds any bytes, as they are.
   *
   * @param bytes the bytes
   * @return this builder
   */
  public TarBuilder raw(byte[] bytes) {
    byte[] copy = bytes.clone();
    parts.add(out -> out.write(copy));
    return this;
  }

  /**
   * Leaves out the two zero blocks at the end.
   *
   * @return this builder
   */
  public TarBuilder withoutEnd() {
    end = false;
    return this;
  }

  /**
   * Writes the tar.
   *
   * @param out where to; not closed
   * @throws IOException when {@code out} or the source of a file's bytes fails
   * @throws IllegalArgumentException when the dialect cannot say what an entry asks for
   */
  public void writeTo(OutputStream out) throws IOException {
    for (Streamed.Source part : parts) {
      part.writeTo(out);
    }
    if (end) {
      out.write(new byte[2 * TarEncoder.BLOCK]);
    }
  }

  /** {@return the whole tar} */
  public byte[] toByteArray() {
    var out = new ByteArrayOutputStream();
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
