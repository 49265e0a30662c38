// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.ImageContent.DiskRecord;
import dev.larder.catalog.LayerRecord;
import dev.larder.disk.VmdkDescriptor;
import dev.larder.erofs.FsmetaSummary;
import dev.larder.erofs.FsmetaWriter;
import dev.larder.erofs.LayerConverter;
import dev.larder.erofs.LayerTree;
import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.store.PublishedFile;
import dev.larder.store.Store;
import dev.larder.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Makes the files that are an image's own: merged metadata and disk descriptor. */
final class DiskMaker {
  private final Store store;
  private final long lease;

  DiskMaker(Store store, long lease) {
    this.store = store;
    this.lease = lease;
  }

  /**
   * {@return what was made for the image {@code manifest} with {@code layers}, the bottom one
   * first} Its lock is held.
   *
   * @param trees the metadata of some of the layers; that of the others is read
   */
  DiskRecord make(Digest manifest, List<LayerRecord> layers, Map<DiffId, LayerTree> trees)
      throws IOException {
    var fsmeta = makeFsmeta(manifest, layers, trees);
    try {
      var vmdk = makeVmdk(manifest, fsmeta.file().sizeBytes(), layers);
      return new DiskRecord(
          fsmeta.file().sizeBytes(),
          fsmeta.file().allocatedBytes(),
          fsmeta.crc32c(),
          vmdk.file().sizeBytes(),
          vmdk.file().allocatedBytes(),
          vmdk.crc32c(),
          LayerConverter.VERSION);
    } catch (IOException e) {
      store.deleteAfter(e, store.home().fsmeta(manifest));
      throw e;
    }
  }

  /** Takes back what was made, because of {@code failure}. */
  void unmake(Digest manifest, Exception failure) {
    store.deleteAfter(failure, store.home().vmdk(manifest));
    store.deleteAfter(failure, store.home().fsmeta(manifest));
  }

  private record Made(PublishedFile file, long crc32c) {}

  private Made makeFsmeta(Digest manifest, List<LayerRecord> layers, Map<DiffId, LayerTree> trees)
      throws IOException {
    try (var staged = store.stage(lease)) {
      var all = allTrees(layers, trees);
      FsmetaSummary written;
      try {
        written = FsmetaWriter.write(all, staged.channel());
      } catch (LayerConflictException e) {
        throw e;
      } catch (IOException e) {
        throw new StoreException(staged.path(), e);
      }
      return new Made(staged.publish(store.home().fsmeta(manifest)), written.crc32c());
    }
  }

  /** A tree has one place: of a layer that is there twice another one is read. */
  private List<LayerTree> allTrees(List<LayerRecord> layers, Map<DiffId, LayerTree> trees)
      throws StoreException {
    var known = new HashMap<>(trees);
    var all = new ArrayList<LayerTree>(layers.size());
    for (var layer : layers) {
      var tree = known.remove(layer.diffId());
      all.add(tree == null ? read(store.home().layer(layer.diffId())) : tree);
    }
    return all;
  }

  private static LayerTree read(Path layer) throws StoreException {
    try {
      return LayerTree.read(layer);
    } catch (IOException e) {
      throw new StoreException(layer, e);
    }
  }

  private Made makeVmdk(Digest manifest, long fsmetaBytes, List<LayerRecord> layers)
      throws StoreException {
    var home = store.home();
    var extents = new ArrayList<VmdkDescriptor.Extent>();
    extents.add(extent(home.fsmeta(manifest), fsmetaBytes));
    for (var layer : layers) {
      extents.add(extent(home.layer(layer.diffId()), layer.erofsBytes()));
    }
    byte[] text = VmdkDescriptor.of(extents);
    var checksum = new CRC32C();
    checksum.update(text);
    try (var staged = store.stage(lease)) {
      write(staged.path(), staged.channel(), ByteBuffer.wrap(text));
      return new Made(staged.publish(home.vmdk(manifest)), checksum.getValue());
    }
  }

  private VmdkDescriptor.Extent extent(Path file, long sizeBytes) {
    return new VmdkDescriptor.Extent(store.home().relativeToSibling(file), sizeBytes);
  }

  private static void write(Path path, FileChannel channel, ByteBuffer bytes)
      throws StoreException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new StoreException(path, e);
    }
  }
}
