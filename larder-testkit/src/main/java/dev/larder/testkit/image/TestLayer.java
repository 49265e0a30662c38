// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer: the blob that a registry serves, and the digest of the tar inside it. Immutable.
 *
 * <pre>{@code
 * TestLayer layer = TestLayer.of(new TarBuilder().file("a", "b"), Compression.GZIP);
 * }</pre>
 */
public final class TestLayer {

  private final Blob blob;
  private final String diffId;
  private final long tarSizeBytes;
  private final Compression compression;
  // What a test wants the manifest to say; null for what the compression says.
  private final @Nullable String mediaType;

  private TestLayer(
      Blob blob,
      String diffId,
      long tarSizeBytes,
      Compression compression,
      @Nullable String mediaType) {
    this.blob = blob;
    this.diffId = diffId;
    this.tarSizeBytes = tarSizeBytes;
    this.compression = compression;
    this.mediaType = mediaType;
  }

  /**
   * {@return a layer in memory}
   *
   * @param tar what it holds
   * @param compression how it is packed
   */
  public static TestLayer of(TarBuilder tar, Compression compression) {
    var packed = new ByteArrayOutputStream();
    try {
      var written = pack(tar, compression, packed);
      return written.layer(Blob.of(packed.toByteArray()), compression);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return a gzip layer in memory}
   *
   * @param tar what it holds
   */
  public static TestLayer of(TarBuilder tar) {
    return of(tar, Compression.GZIP);
  }

  /**
   * {@return a layer whose blob is written to a file, for sizes that memory should not hold}
   *
   * @param tar what it holds
   * @param compression how it is packed
   * @param file where the blob goes; must not exist
   * @throws IOException when the file cannot be written
   */
  public static TestLayer inFile(TarBuilder tar, Compression compression, Path file)
      throws IOException {
    Written written;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      written = pack(tar, compression, out);
    }
    return written.layer(Blob.of(file), compression);
  }

  /**
   * {@return a layer of bytes that the test packed itself, or damaged}
   *
   * @param blob the bytes as served
   * @param tar the bytes that they should unpack to, for the diff_id
   * @param compression what the media type says
   */
  public static TestLayer ofBytes(byte[] blob, byte[] tar, Compression compression) {
    return new TestLayer(Blob.of(blob), Sha256.digestOf(tar), tar.length, compression, null);
  }

  /**
   * {@return this layer, announced in manifests by another media type}
   *
   * @param mediaType the media type, right or wrong
   */
  public TestLayer withMediaType(String mediaType) {
    return new TestLayer(blob, diffId, tarSizeBytes, compression, mediaType);
  }

  /**
   * {@return this layer, with another diff_id in configs}
   *
   * @param diffId the diff_id, right or wrong
   */
  public TestLayer withDiffId(String diffId) {
    return new TestLayer(blob, diffId, tarSizeBytes, compression, mediaType);
  }

  /** {@return the blob as served} */
  public Blob blob() {
    return blob;
  }

  /** {@return the digest of the blob} */
  public String blobDigest() {
    return blob.digest();
  }

  /** {@return the digest of the tar} */
  public String diffId() {
    return diffId;
  }

  /** {@return the size of the blob} */
  public long compressedSizeBytes() {
    return blob.sizeBytes();
  }

  /** {@return the size of the tar} */
  public long tarSizeBytes() {
    return tarSizeBytes;
  }

  /**
   * {@return the media type in a manifest}
   *
   * @param format the manifest's format; Docker's has no name for plain tars and for zstd, which
   *     get OCI's
   */
  public String mediaType(ManifestFormat format) {
    String own =
        compression.suffix().equals("+gzip") && format == ManifestFormat.DOCKER
            ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
            : "application/vnd.oci.image.layer.v1.tar" + compression.suffix();
    return Optional.ofNullable(mediaType).orElse(own);
  }

  private static Written pack(TarBuilder tar, Compression compression, OutputStream out)
      throws IOException {
    MessageDigest digest = Sha256.start();
    var counted = new CountingOutputStream(compression.wrap(out));
    try (var hashed = new DigestOutputStream(counted, digest)) {
      tar.writeTo(hashed);
    }
    return new Written(Sha256.finish(digest), counted.count());
  }

  private record Written(String diffId, long tarSizeBytes) {
    TestLayer layer(Blob blob, Compression compression) {
      return new TestLayer(blob, diffId, tarSizeBytes, compression, null);
    }
  }
}
