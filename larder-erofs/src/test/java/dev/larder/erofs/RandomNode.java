// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.testkit.cases.Expected;
import dev.larder.testkit.image.TarEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * What an entry puts at its name: said once, as a tar entry and as what a mount must show of it.
 *
 * @param type {@code f d l p c b}
 * @param mode permission bits
 * @param uid owner
 * @param gid group
 * @param seconds modification time
 * @param nanos and its fraction
 * @param xattrs extended attributes
 * @param number what tells its content, target or device from that of others
 * @param size bytes of content
 */
record RandomNode(
    char type,
    int mode,
    long uid,
    long gid,
    long seconds,
    int nanos,
    Map<String, String> xattrs,
    int number,
    int size) {
  private static final int[] MODES = {0644, 0755, 0600, 0, 07777, 04711, 01777};
  private static final long[] IDS = {0, 0, 0, 1000, 65_535, 65_536, 4_294_967_294L};
  private static final long[] TIMES = {1_000_000_000, 1_000_000_000, 0, -7, 1L << 33, 77};
  private static final int[] SIZES = {0, 0, 1, 100, 4095, 4096, 4097, 8192, 20_000};

  private static final int TO_R = -1;

  RandomNode {
    xattrs = Map.copyOf(xattrs);
  }

  static RandomNode random(Random random, boolean directory) {
    char type = directory ? 'd' : "fffffllpcb".charAt(random.nextInt(10));
    return new RandomNode(
        type,
        type == 'l' ? 0777 : pick(random, MODES),
        pick(random, IDS),
        pick(random, IDS),
        pick(random, TIMES),
        random.nextInt(3) == 0 ? random.nextInt(1_000_000_000) : 0,
        xattrs(random, type),
        random.nextInt(1000),
        pick(random, SIZES));
  }

  private static int pick(Random random, int[] from) {
    return from[random.nextInt(from.length)];
  }

  private static long pick(Random random, long[] from) {
    return from[random.nextInt(from.length)];
  }

  /** Linux lets only files and directories carry attributes of users. */
  private static Map<String, String> xattrs(Random random, char type) {
    if (random.nextInt(3) > 0) {
      return Map.of();
    }
    String value = "v".repeat(random.nextInt(12));
    String prefix = "fd".indexOf(type) >= 0 && random.nextBoolean() ? "user." : "trusted.";
    return random.nextBoolean()
        ? Map.of(prefix + "one", value)
        : Map.of(prefix + "one", value, "security.two", value + value, prefix + "t.h", "x");
  }

  TarEntry entry(String name) {
    TarEntry entry =
        switch (type) {
          case 'f' -> TarEntry.file(name, content());
          case 'd' -> TarEntry.directory(name + "/");
          case 'l' -> TarEntry.symlink(name, target());
          case 'p' -> TarEntry.fifo(name);
          case 'c' -> TarEntry.characterDevice(name, number, 0);
          default -> TarEntry.blockDevice(name, number, number);
        };
    xattrs.forEach(entry::xattr);
    return entry.mode(mode).owner(uid, gid).mtime(seconds, nanos);
  }

  Expected expected() {
    Expected expected =
        switch (type) {
          case 'f' -> Expected.file("", content());
          case 'd' -> Expected.dir("");
          case 'l' -> Expected.symlink("", target());
          case 'p' -> Expected.fifo("");
          case 'c' -> Expected.device('c', "", number, 0);
          default -> Expected.device('b', "", number, number);
        };
    for (Map.Entry<String, String> xattr : xattrs.entrySet()) {
      expected = expected.xattr(xattr.getKey(), xattr.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return expected.mode(mode).owner(uid, gid).mtime(seconds, nanos);
  }

  /** {@return a symlink to {@code r}, beside it} */
  static RandomNode linkToR() {
    return new RandomNode('l', 0777, 0, 0, 1_000_000_000, 0, Map.of(), TO_R, 0);
  }

  private String target() {
    if (number == TO_R) {
      return "r";
    }
    return number % 3 == 0 ? "/t/" + number : "../t" + "x".repeat(number);
  }

  /** Some of it is a hole of the image. */
  private byte[] content() {
    byte[] content = new byte[size];
    new Random(number).nextBytes(content);
    if (number % 2 == 0 && size > 4096) {
      Arrays.fill(content, 0, 4096, (byte) 0);
    }
    return content;
  }
}
