// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Ways to spoil a home behind the cache's back. */
enum Damage {
  DELETED {
    @Override
    void of(Path file) throws IOException {
      Files.delete(file);
    }
  },
  CUT_SHORT {
    @Override
    void of(Path file) throws IOException {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - 1);
      }
    }
  },
  SUPERBLOCK_CHANGED {
    @Override
    void of(Path file) throws IOException {
      flip(file, SUPERBLOCK + 20);
    }
  },
  /** The last byte but one that counts: of a layer and of fsmeta it is metadata. */
  END_CHANGED {
    @Override
    void of(Path file) throws IOException {
      flip(file, Files.size(file) - 4000);
    }
  },
  /** The first byte behind the superblock's block: of a layer that is the bytes of a file. */
  DATA_CHANGED {
    @Override
    void of(Path file) throws IOException {
      flip(file, 4096);
    }
  },
  FIRST_BYTE_CHANGED {
    @Override
    void of(Path file) throws IOException {
      flip(file, 0);
    }
  };

  private static final int SUPERBLOCK = 1024;

  abstract void of(Path file) throws IOException;

  private static void flip(Path file, long position) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, position);
      one.put(0, (byte) ~one.get(0));
      channel.write(one.flip(), position);
    }
  }

  /** Changes the catalog of a home by SQL. */
  static void sql(Path home, String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("larder.db"));
        var statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }
}
