// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One tar entry in the making. Factories take what the type needs, the other methods change one
 * thing and return the entry. Nothing is checked: a test may well want an entry that is wrong.
 *
 * <p>Unless said otherwise an entry belongs to 0:0, has the time {@link #DEFAULT_MTIME} and mode
 * 0644 (directories 0755, symlinks 0777). Not safe for use by several threads.
 */
public final class TarEntry {

  /** The modification time of an entry that does not say its own, in seconds: 2001-09-09. */
  public static final long DEFAULT_MTIME = 1_000_000_000L;

  final char type;
  final SparseMap sparse;
  final Map<String, byte[]> paxRecords = new LinkedHashMap<>();
  final Map<String, byte[]> xattrs = new LinkedHashMap<>();

  /** Bytes put over the header, by their offset. */
  final Map<Integer, byte[]> patches = new LinkedHashMap<>();

  byte[] name;
  byte[] linkTarget = {};
  Content content = Content.of(new byte[0]);
  int mode = 0644;
  long uid;
  long gid;
  String userName = "";
  String groupName = "";
  long mtimeSeconds = DEFAULT_MTIME;
  int mtimeNanos;
  int deviceMajor;
  int deviceMinor;
  long declaredSizeBytes = -1;
  boolean base256;

  private TarEntry(char type, String name, SparseMap sparse) {
    this.type = type;
    this.name = name.getBytes(StandardCharsets.UTF_8);
    this.sparse = sparse;
  }

  private static TarEntry of(char type, String name) {
    return new TarEntry(type, name, SparseMap.NONE);
  }

  /**
   * {@return a regular file}
   *
   * @param name its name
   * @param content its bytes
   */
  public static TarEntry file(String name, Content content) {
    return of('0', name).content(content);
  }

  /**
   * {@return a regular file}
   *
   * @param name its name
   * @param text its content, as UTF-8
   */
  public static TarEntry file(String name, String text) {
    return file(name, Content.of(text));
  }

  /**
   * {@return a regular file}
   *
   * @param name its name
   * @param bytes its content
   */
  public static TarEntry file(String name, byte[] bytes) {
    return file(name, Content.of(bytes));
  }

  /**
   * {@return a directory}
   *
   * @param name its name, by custom with a '/' at its end; written as it is given
   */
  public static TarEntry directory(String name) {
    return of('5', name).mode(0755);
  }

  /**
   * {@return a symbolic link}
   *
   * @param name its name
   * @param target what it says
   */
  public static TarEntry symlink(String name, String target) {
    return of('2', name).mode(0777).linkTarget(target.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return a further name of another entry}
   *
   * @param name its name
   * @param target the other entry's name
   */
  public static TarEntry hardLink(String name, String target) {
    return of('1', name).linkTarget(target.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return a named pipe}
   *
   * @param name its name
   */
  public static TarEntry fifo(String name) {
    return of('6', name);
  }

  /**
   * {@return a character device}
   *
   * @param name its name
   * @param major the device's major number
   * @param minor the device's minor number
   */
  public static TarEntry characterDevice(String name, int major, int minor) {
    return of('3', name).device(major, minor);
  }

  /**
   * {@return a block device}
   *
   * @param name its name
   * @param major the device's major number
   * @param minor the device's minor number
   */
  public static TarEntry blockDevice(String name, int major, int minor) {
    return of('4', name).device(major, minor);
  }

  /**
   * {@return a whiteout, stored as an empty file}
   *
   * @param path the path to hide: {@code foo/x} becomes {@code foo/.wh.x}
   */
  public static TarEntry whiteout(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return file(path.substring(0, slash) + ".wh." + path.substring(slash), "").mode(0);
  }

  /**
   * {@return an opaque marker, stored as an empty file}
   *
   * @param directory the directory that hides what is below it, {@code ""} for the root
   */
  public static TarEntry opaque(String directory) {
    boolean bare = directory.isEmpty() || directory.endsWith("/");
    return file(directory + (bare ? "" : "/") + ".wh..wh..opq", "").mode(0);
  }

  /**
   * {@return an entry of any type}
   *
   * @param type the type flag
   * @param name its name
   */
  public static TarEntry ofType(char type, String name) {
    return of(type, name);
  }

  /**
   * {@return a sparse file}
   *
   * @param name its name
   * @param format how the map is written; {@link SparseFormat#OLD_GNU} belongs into the GNU
   *     dialect, the others into PAX
   * @param realSizeBytes the expanded size
   * @param segments what is not a hole, in ascending order
   */
  public static TarEntry sparse(
      String name, SparseFormat format, long realSizeBytes, Segment... segments) {
    var map = new SparseMap(format, realSizeBytes, List.of(segments));
    char type = format == SparseFormat.OLD_GNU ? 'S' : '0';
    return new TarEntry(type, name, map).content(map.content());
  }

  /**
   * A piece of a sparse file that is not a hole. GNU tar writes, and reads, only segments whose
   * length is a multiple of 512, but for the last.
   *
   * @param offset where it begins in the expanded file, in bytes
   * @param content its bytes
   */
  public record Segment(long offset, Content content) {}

  /**
   * Names the entry by bytes, which need not be UTF-8.
   *
   * @param bytes the whole name
   * @return this entry
   */
  public TarEntry name(byte[] bytes) {
    name = bytes.clone();
    return this;
  }

  /**
   * Sets the target of a link as bytes.
   *
   * @param bytes the whole target
   * @return this entry
   */
  public TarEntry linkTarget(byte[] bytes) {
    linkTarget = bytes.clone();
    return this;
  }

  /**
   * Sets the bytes that follow the header.
   *
   * @param content the bytes
   * @return this entry
   */
  public TarEntry content(Content content) {
    this.content = content;
    return this;
  }

  /**
   * Sets the permission bits, with setuid, setgid and sticky.
   *
   * @param mode the bits, as in {@code 04755}
   * @return this entry
   */
  public TarEntry mode(int mode) {
    this.mode = mode;
    return this;
  }

  /**
   * Sets the numeric owner.
   *
   * @param uid the user, to 2^32-1 and beyond for tests of bounds
   * @param gid the group, likewise
   * @return this entry
   */
  public TarEntry owner(long uid, long gid) {
    this.uid = uid;
    this.gid = gid;
    return this;
  }

  /**
   * Sets the names of the owners, which readers with numbers ignore.
   *
   * @param userName the user
   * @param groupName the group
   * @return this entry
   */
  public TarEntry ownerNames(String userName, String groupName) {
    this.userName = userName;
    this.groupName = groupName;
    return this;
  }

  /**
   * Sets the modification time.
   *
   * @param seconds since the epoch, may be negative
   * @return this entry
   */
  public TarEntry mtime(long seconds) {
    return mtime(seconds, 0);
  }

  /**
   * Sets the modification time with a fraction, which only PAX can say.
   *
   * @param seconds since the epoch, may be negative
   * @param nanos 0 to 999,999,999, always later than {@code seconds}
   * @return this entry
   */
  public TarEntry mtime(long seconds, int nanos) {
    mtimeSeconds = seconds;
    mtimeNanos = nanos;
    return this;
  }

  /**
   * Sets the device numbers.
   *
   * @param major the major number
   * @param minor the minor number
   * @return this entry
   */
  public TarEntry device(int major, int minor) {
    deviceMajor = major;
    deviceMinor = minor;
    return this;
  }

  /**
   * Adds an extended attribute as a PAX record {@code SCHILY.xattr.NAME}.
   *
   * @param name the attribute's full name, as in {@code user.origin}
   * @param value its bytes
   * @return this entry
   */
  public TarEntry xattr(String name, byte[] value) {
    xattrs.put(name, value.clone());
    return this;
  }

  /**
   * Adds an extended attribute as a PAX record {@code SCHILY.xattr.NAME}.
   *
   * @param name the attribute's full name
   * @param value its value, as UTF-8
   * @return this entry
   */
  public TarEntry xattr(String name, String value) {
    return xattr(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds any PAX record, in place of the one that would be written for the same keyword.
   *
   * @param keyword the keyword
   * @param value the value as bytes
   * @return this entry
   */
  public TarEntry pax(String keyword, byte[] value) {
    paxRecords.put(keyword, value.clone());
    return this;
  }

  /**
   * Adds any PAX record, in place of the one that would be written for the same keyword.
   *
   * @param keyword the keyword
   * @param value the value, as UTF-8
   * @return this entry
   */
  public TarEntry pax(String keyword, String value) {
    return pax(keyword, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Says another size in the header than the content has; the content is written as it is, padded
   * to its own block.
   *
   * @param sizeBytes the size to say
   * @return this entry
   */
  public TarEntry declaredSize(long sizeBytes) {
    declaredSizeBytes = sizeBytes;
    return this;
  }

  /**
   * Writes owners, size, time and devices in base 256 even when they fit in octal.
   *
   * @return this entry
   */
  public TarEntry base256() {
    base256 = true;
    return this;
  }

  /**
   * Puts bytes over the finished header; the checksum is taken afterwards unless the bytes cover it
   * (148 to 155), in which case they stand.
   *
   * @param offset where in the 512-byte header
   * @param bytes what to put there
   * @return this entry
   */
  public TarEntry header(int offset, byte[] bytes) {
    patches.put(offset, bytes.clone());
    return this;
  }

  long headerSizeBytes() {
    return declaredSizeBytes >= 0 ? declaredSizeBytes : content.sizeBytes();
  }

  void writeTo(OutputStream out, Dialect dialect) throws IOException {
    new TarEncoder(out).write(this, dialect);
  }
}
