// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.erofs.LayerConverter;
import dev.larder.erofs.LayerSummary;
import dev.larder.erofs.LayerTree;
import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.model.PullLimits;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.compression.Compression;
import dev.larder.oci.compression.Decompression;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.RetryListener;
import dev.larder.store.StagedFile;
import dev.larder.store.StoreException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a layer's file from its blob in one pass, on three threads: the first reads the blob, which
 * verifies itself; the second decompresses; the third hashes what comes out and writes it as EROFS.
 */
final class LayerPipeline {
  private static final int STAGES = 3;
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().name("larder-layer-", 0).factory();

  private final ImageSource source;
  private final PullLimits limits;
  private final RetryListener retries;

  /** What failed first; later failures mostly follow from it. */
  private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

  private volatile @Nullable String warning;

  LayerPipeline(ImageSource source, PullLimits limits, RetryListener retries) {
    this.source = source;
    this.limits = limits;
    this.retries = retries;
  }

  /**
   * What came of a layer.
   *
   * @param diffId the digest of what the blob decompresses to
   * @param crc32c the CRC-32C of the layer's file
   * @param warnings what was survived and should be known
   * @param tree the layer's metadata
   */
  record Made(DiffId diffId, long crc32c, List<String> warnings, LayerTree tree) {
    Made {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Writes a layer into {@code out}; to be called once.
   *
   * @param algorithm the hash of the layer's diff id
   * @param progress is told how many bytes of the blob have come
   */
  Made run(
      Descriptor blob,
      Digest.Algorithm algorithm,
      LayerSlots.Slot slot,
      StagedFile out,
      LongConsumer progress)
      throws IOException, InterruptedException {
    var hash = newHash(algorithm);
    var blobRing = slot.blobRing();
    var tarRing = slot.tarRing();
    var converted = new AtomicReference<@Nullable LayerSummary>();
    try (var executor = Executors.newThreadPerTaskExecutor(THREADS)) {
      var stages = new ExecutorCompletionService<Boolean>(executor);
      try {
        stages.submit(stage(() -> fetch(blob, blobRing, progress)));
        stages.submit(stage(() -> decompress(blob, blobRing, tarRing)));
        stages.submit(stage(() -> converted.compareAndSet(null, convert(tarRing, hash, out))));
        await(stages);
      } finally {
        // After a failure the other stages may wait for each other, or for the network.
        executor.shutdownNow();
      }
    }
    var summary = Objects.requireNonNull(converted.get());
    var warnings = new ArrayList<>(summary.warnings());
    var mislabelled = warning;
    if (mislabelled != null) {
      warnings.add(mislabelled);
    }
    return new Made(
        new DiffId(new Digest(algorithm, HexFormat.of().formatHex(hash.digest()))),
        summary.crc32c(),
        warnings,
        summary.tree());
  }

  private boolean fetch(Descriptor blob, Ring to, LongConsumer progress)
      throws IOException, InterruptedException {
    try (var in = source.openBlob(blob, retries)) {
      to.fill(in, progress);
      return true;
    } catch (IOException | RuntimeException e) {
      first.compareAndSet(null, e);
      to.fail(e);
      throw e;
    }
  }

  private boolean decompress(Descriptor blob, Ring from, Ring to)
      throws IOException, InterruptedException {
    try (var in = Decompression.open(from.reader((bytes, length) -> {}), limits.decompression())) {
      warning = mislabelled(blob, in.compression());
      to.fill(in, total -> {});
      return true;
    } catch (IOException | RuntimeException e) {
      first.compareAndSet(null, e);
      to.fail(e);
      throw e;
    }
  }

  private LayerSummary convert(Ring from, MessageDigest hash, StagedFile out) throws IOException {
    Ring.Observer observer =
        (bytes, length) -> {
          hash.update(bytes, 0, length);
          out.writeBack();
        };
    try (var tar = from.reader(observer)) {
      return LayerConverter.convert(tar, out.channel(), limits.layers());
    } catch (LayerFormatException e) {
      throw e;
    } catch (IOException e) {
      // Reading fails only after another stage has; so this is the disk.
      throw new StoreException(out.path(), e);
    }
  }

  private Callable<Boolean> stage(Callable<Boolean> work) {
    return () -> {
      try {
        return work.call();
      } catch (Throwable e) {
        first.compareAndSet(null, e);
        throw e;
      }
    };
  }

  private void await(CompletionService<Boolean> stages) throws IOException, InterruptedException {
    for (int done = 0; done < STAGES; done++) {
      try {
        stages.take().get();
      } catch (ExecutionException e) {
        var cause = first.get();
        throw Failures.rethrow(cause == null ? e : cause);
      }
    }
  }

  private static @Nullable String mislabelled(Descriptor blob, Compression found) {
    String type = blob.mediaType();
    var labelled =
        type.endsWith("gzip")
            ? Compression.GZIP
            : type.endsWith("zstd") ? Compression.ZSTD : Compression.NONE;
    return labelled == found || !type.contains("tar")
        ? null
        : "the layer " + blob.digest() + " is said to be " + type + ", and is " + found.title();
  }

  private static MessageDigest newHash(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm.javaName(), e);
    }
  }
}
