// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.image.ConfigFile;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.ImageDocument;
import dev.larder.oci.image.ImageIndex;
import dev.larder.oci.image.Manifest;
import dev.larder.oci.image.NoMatchingPlatformException;
import dev.larder.oci.image.NotAnImageException;
import dev.larder.oci.image.Platform;
import dev.larder.oci.image.PlatformChooser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes from a source's reference to the one image for a platform: through indexes, nested ones too,
 * past attestations and artifacts, to manifest and config. An index entry's platform is believed;
 * an image that has none there is judged by its config. Immutable, safe for several threads.
 */
public final class ImageResolver {
  /** Indexes within indexes, the outermost included. */
  static final int MAX_INDEX_DEPTH = 4;

  /** Manifests and indexes that are fetched to find one image. */
  static final int MAX_DOCUMENTS = 64;

  private final DocumentLimits limits;

  /** A resolver that reads documents within {@code limits}. */
  public ImageResolver(DocumentLimits limits) {
    this.limits = limits;
  }

  /**
   * {@return the image for {@code wanted} that the reference of {@code source} leads to}
   *
   * @throws NoMatchingPlatformException if there are images, but none for {@code wanted}
   * @throws NotAnImageException if the reference names something else
   * @throws IOException if a document cannot be had, or is not what it should be
   */
  public ResolvedImage resolve(ImageSource source, Platform wanted) throws IOException {
    var search = new Search(source, wanted);
    var root = source.resolve();
    return switch (ImageDocument.parse(root.mediaType(), root.bytes(), limits)) {
      case Manifest manifest ->
          search
              .checked(List.of(), root, manifest)
              .orElseThrow(() -> new NoMatchingPlatformException(wanted, search.available()));
      case ImageIndex index ->
          search
              .within(List.of(root), index)
              .orElseThrow(() -> new NoMatchingPlatformException(wanted, search.available()));
    };
  }

  /** One search: what was fetched for it, and which platforms it saw. */
  private final class Search {
    private final ImageSource source;
    private final Platform wanted;
    private final Set<Platform> seen = new LinkedHashSet<>();
    private int documents;

    Search(ImageSource source, Platform wanted) {
      this.source = source;
      this.wanted = wanted;
    }

    List<Platform> available() {
      return List.copyOf(seen);
    }

    Optional<ResolvedImage> within(List<Document> indexes, ImageIndex index) throws IOException {
      seen.addAll(PlatformChooser.platforms(index));
      for (var entry : PlatformChooser.candidates(index, wanted)) {
        var found = follow(indexes, entry);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private Optional<ResolvedImage> follow(List<Document> indexes, ImageIndex.Entry entry)
        throws IOException {
      if (++documents > MAX_DOCUMENTS) {
        throw new IOException(
            "the index leads to more than " + MAX_DOCUMENTS + " documents that may be the image");
      }
      var document = source.fetch(entry.descriptor());
      return switch (ImageDocument.parse(
          entry.descriptor().mediaType(), document.bytes(), limits)) {
        case ImageIndex nested -> within(deeper(indexes, document), nested);
        case Manifest manifest when entry.platform().isSpecified() -> {
          manifest.requireImage();
          yield Optional.of(image(indexes, document, manifest));
        }
        case Manifest manifest -> {
          if (!isImage(manifest)) {
            yield Optional.empty();
          }
          yield checked(indexes, document, manifest);
        }
      };
    }

    /** The image of a manifest, if its config's platform fits. */
    Optional<ResolvedImage> checked(List<Document> indexes, Document document, Manifest manifest)
        throws IOException {
      manifest.requireImage();
      var image = image(indexes, document, manifest);
      var platform = image.config().platform();
      if (!platform.isSpecified() || wanted.accepts(platform)) {
        return Optional.of(image);
      }
      seen.add(platform);
      return Optional.empty();
    }

    private ResolvedImage image(List<Document> indexes, Document document, Manifest manifest)
        throws IOException {
      var configDocument = source.fetch(manifest.config());
      var config = ConfigFile.parse(configDocument.bytes(), limits);
      config.requireLayersOf(manifest);
      return new ResolvedImage(indexes, document, manifest, configDocument, config);
    }

    private static boolean isImage(Manifest manifest) {
      try {
        manifest.requireImage();
        return true;
      } catch (NotAnImageException ignored) { // another entry of the index may be one
        return false;
      }
    }

    private static List<Document> deeper(List<Document> indexes, Document index)
        throws IOException {
      if (indexes.size() == MAX_INDEX_DEPTH) {
        throw new IOException("indexes are nested deeper than " + MAX_INDEX_DEPTH + " levels");
      }
      var deeper = new ArrayList<>(indexes);
      deeper.add(index);
      return deeper;
    }
  }
}
