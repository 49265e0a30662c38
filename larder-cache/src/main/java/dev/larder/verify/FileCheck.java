// SPDX-License-Identifier: Apache-2.0
package dev.larder.verify;

import dev.larder.catalog.LayerRecord;
import dev.larder.erofs.ErofsDump;
import dev.larder.erofs.ErofsImage;
import dev.larder.model.Artefact.Condition;
import dev.larder.model.VerifyLevel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Looks at one published file, closer with each level.
 *
 * @param file the file
 * @param sizeBytes its length
 * @param crc32c the CRC-32C of its bytes, or {@link LayerRecord#NO_CHECKSUM}
 */
public record FileCheck(Path file, long sizeBytes, long crc32c) {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * What was found.
   *
   * @param condition the condition
   * @param detail what is wrong
   */
  record Finding(Condition condition, String detail) {
    static final Finding WHOLE = new Finding(Condition.WHOLE, "");
    static final Finding NO_CHECKSUM =
        new Finding(Condition.UNCHECKED, "made before checksums were recorded");

    static Finding damaged(String detail) {
      return new Finding(Condition.DAMAGED, detail);
    }

    boolean isSound() {
      return condition == Condition.WHOLE || condition == Condition.UNCHECKED;
    }
  }

  /** {@return a check of a file of which only the length is known} */
  public static FileCheck of(Path file, long sizeBytes) {
    return new FileCheck(file, sizeBytes, LayerRecord.NO_CHECKSUM);
  }

  /**
   * {@return whether there is a file of that length: the least that is asked of a descriptor}
   * Neither this nor {@link #isImage} finds anything if its thread is interrupted, which it stays.
   */
  public boolean isThere() {
    return isSound(this::requireThere);
  }

  /** {@return whether there is an EROFS image of that length: the least that is asked of a hit} */
  public boolean isImage() {
    return isSound(this::requireImage);
  }

  /**
   * {@return what is wrong with an EROFS image, all of which is read; empty if nothing is}
   *
   * @throws InterruptedIOException if its thread is interrupted
   */
  public Optional<String> findDamage() throws InterruptedIOException {
    var found = image(VerifyLevel.FULL);
    return found.isSound() ? Optional.empty() : Optional.of(found.detail());
  }

  private static boolean isSound(Look look) {
    try {
      return look.look().isSound();
    } catch (IOException ignored) { // not to be used, whatever is wrong with it
      return false;
    }
  }

  /** {@return what is found of an EROFS image} */
  Finding image(VerifyLevel level) throws InterruptedIOException {
    return look(
        () -> {
          var found = requireImage();
          if (level == VerifyLevel.QUICK || !found.isSound()) {
            return found;
          }
          found = requireChecksum();
          return level == VerifyLevel.DEEP && found.isSound() ? walk(found) : found;
        });
  }

  /** {@return what is found of a descriptor, which is small enough to be read at every level} */
  Finding descriptor() throws InterruptedIOException {
    return look(
        () -> {
          var found = requireThere();
          return found.isSound() ? requireChecksum() : found;
        });
  }

  /** What is done to find something out. */
  interface Look {
    Finding look() throws IOException;
  }

  /** What cannot be read is damaged; but an interrupt says nothing of the file. */
  static Finding look(Look look) throws InterruptedIOException {
    try {
      return look.look();
    } catch (NoSuchFileException ignored) { // what was found says it
      return new Finding(Condition.MISSING, "the file is missing");
    } catch (ClosedByInterruptException e) {
      var interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      String message = e.getMessage();
      return Finding.damaged(message == null ? e.toString() : message);
    }
  }

  private Finding requireThere() throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      return Finding.damaged("not a regular file");
    }
    return attributes.size() == sizeBytes
        ? Finding.WHOLE
        : Finding.damaged(attributes.size() + " bytes instead of " + sizeBytes);
  }

  private Finding requireImage() throws IOException {
    var there = requireThere();
    if (there.isSound()) {
      // Opening reads the superblock, which has a checksum of its own.
      ErofsImage.open(file).close();
    }
    return there;
  }

  private Finding requireChecksum() throws IOException {
    if (crc32c == LayerRecord.NO_CHECKSUM) {
      return Finding.NO_CHECKSUM;
    }
    var checksum = new CRC32C();
    var buffer = ByteBuffer.allocate(Math.clamp(sizeBytes + 1, 0, BUFFER_BYTES));
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        checksum.update(buffer.flip());
        buffer.clear();
      }
    }
    return checksum.getValue() == crc32c
        ? Finding.WHOLE
        : Finding.damaged("its bytes are not those that were written: the checksum is wrong");
  }

  private Finding walk(Finding found) throws IOException {
    try (var image = ErofsImage.open(file)) {
      ErofsDump.dump(image, ErofsDump.Content.IGNORED, Writer.nullWriter());
    }
    return found;
  }
}
