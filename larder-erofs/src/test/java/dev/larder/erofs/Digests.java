// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.tree.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Objects;

/** The SHA-256 of what a test wrote to its files. */
final class Digests {
  private final IdentityHashMap<RegularFile, String> byFile = new IdentityHashMap<>();

  RegularFile remember(RegularFile file, byte[] content) {
    byFile.put(file, sha256(content));
    return file;
  }

  String of(RegularFile file) {
    return file.size() == 0 ? sha256(new byte[0]) : Objects.requireNonNull(byFile.get(file));
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  static String sha256(InputStream content) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    for (int got = content.read(buffer); got >= 0; got = content.read(buffer)) {
      digest.update(buffer, 0, got);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
