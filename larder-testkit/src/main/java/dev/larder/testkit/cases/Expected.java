// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import dev.larder.testkit.image.Blob;
import dev.larder.testkit.image.TarEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One name that a mounted tree must show, in words like those of the tar that it comes from: what
 * is not said is as a {@link TarEntry} has it that does not say it either. Immutable.
 *
 * @param path names with '/' between them, one character for each byte; empty for the root
 * @param inode what stands there
 */
public record Expected(String path, Inode inode) {

  /**
   * What an expected name leads to. Compared by identity: several names of one are made by {@link
   * #alsoAt}.
   *
   * @param type as {@code find} says it
   * @param mode permission bits
   * @param uid owner
   * @param gid group
   * @param sizeBytes size, 0 for a directory
   * @param device {@code major:minor} of a device
   * @param modified modification time
   * @param linkTarget what a symlink says
   * @param xattrs full names, and values in hexadecimal
   * @param contentDigest SHA-256 of a file's bytes in hexadecimal
   */
  public record Inode(
      char type,
      int mode,
      long uid,
      long gid,
      long sizeBytes,
      String device,
      Instant modified,
      String linkTarget,
      SortedMap<String, String> xattrs,
      String contentDigest) {}

  private static final Instant DEFAULT_TIME = Instant.ofEpochSecond(TarEntry.DEFAULT_MTIME);

  private static Expected of(char type, String path, int mode) {
    return new Expected(
        latin1(path), new Inode(type, mode, 0, 0, 0, "", DEFAULT_TIME, "", new TreeMap<>(), ""));
  }

  /**
   * {@return a directory that a layer lists}
   *
   * @param path its path, empty for the root
   */
  public static Expected dir(String path) {
    return of('d', path, 0755);
  }

  /**
   * {@return a directory that a layer implies and none lists}
   *
   * @param path its path, empty for the root
   */
  public static Expected impliedDir(String path) {
    return dir(path).mtime(0, 0);
  }

  /**
   * {@return a regular file}
   *
   * @param path its path
   * @param text its content
   */
  public static Expected file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return a regular file}
   *
   * @param path its path
   * @param content its bytes
   */
  public static Expected file(String path, byte[] content) {
    return file(path, content.length, Blob.of(content).digest().substring("sha256:".length()));
  }

  /**
   * {@return a regular file}
   *
   * @param path its path
   * @param sizeBytes its size
   * @param sha256 the digest of its bytes, in hexadecimal
   */
  public static Expected file(String path, long sizeBytes, String sha256) {
    Inode node = of('f', path, 0644).inode;
    return new Expected(
        latin1(path),
        new Inode('f', node.mode, 0, 0, sizeBytes, "", node.modified, "", new TreeMap<>(), sha256));
  }

  /**
   * {@return a symlink}
   *
   * @param path its path
   * @param target what it says
   */
  public static Expected symlink(String path, String target) {
    String bytes = latin1(target);
    return new Expected(
        latin1(path),
        new Inode('l', 0777, 0, 0, bytes.length(), "", DEFAULT_TIME, bytes, new TreeMap<>(), ""));
  }

  /**
   * {@return a named pipe}
   *
   * @param path its path
   */
  public static Expected fifo(String path) {
    return of('p', path, 0644);
  }

  /**
   * {@return a device}
   *
   * @param type {@code c} or {@code b}
   * @param path its path
   * @param major the major number
   * @param minor the minor number
   */
  public static Expected device(char type, String path, int major, int minor) {
    return new Expected(
        latin1(path),
        new Inode(type, 0644, 0, 0, 0, major + ":" + minor, DEFAULT_TIME, "", new TreeMap<>(), ""));
  }

  /**
   * {@return a further name of this inode}
   *
   * @param otherPath the other name
   */
  public Expected alsoAt(String otherPath) {
    return new Expected(latin1(otherPath), inode);
  }

  /**
   * {@return this under a name that need not be text}
   *
   * @param bytes the whole path
   */
  public Expected named(byte[] bytes) {
    return new Expected(new String(bytes, StandardCharsets.ISO_8859_1), inode);
  }

  /**
   * {@return this with other permission bits}
   *
   * @param mode the bits, as in {@code 04755}
   */
  public Expected mode(int mode) {
    return with(mode, inode.uid, inode.gid, inode.modified, inode.xattrs);
  }

  /**
   * {@return this with another owner}
   *
   * @param uid the user
   * @param gid the group
   */
  public Expected owner(long uid, long gid) {
    return with(inode.mode, uid, gid, inode.modified, inode.xattrs);
  }

  /**
   * {@return this with another modification time}
   *
   * @param seconds since the epoch
   * @param nanos 0 to 999,999,999, always later than {@code seconds}
   */
  public Expected mtime(long seconds, int nanos) {
    Instant time = Instant.ofEpochSecond(seconds, nanos);
    return with(inode.mode, inode.uid, inode.gid, time, inode.xattrs);
  }

  /**
   * {@return this with one more extended attribute}
   *
   * @param name the full name
   * @param value its bytes
   */
  public Expected xattr(String name, byte[] value) {
    var more = new TreeMap<>(inode.xattrs);
    more.put(latin1(name), HexFormat.of().formatHex(value));
    return with(inode.mode, inode.uid, inode.gid, inode.modified, more);
  }

  private Expected with(
      int mode, long uid, long gid, Instant modified, SortedMap<String, String> xattrs) {
    return new Expected(
        path,
        new Inode(
            inode.type,
            mode,
            uid,
            gid,
            inode.sizeBytes,
            inode.device,
            modified,
            inode.linkTarget,
            xattrs,
            inode.contentDigest));
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
