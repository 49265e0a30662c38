// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The media types of images (image-spec media-types.md; Docker's image manifest version 2, schema
 * 2). Predicates ignore parameters such as {@code ; charset=utf-8} and upper case.
 */
public final class MediaTypes {
  /** An OCI image manifest. */
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** An OCI image index. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** An OCI image config. */
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  /** The config of an artifact that has none. */
  public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";

  /** An uncompressed OCI layer. */
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** A gzip-compressed OCI layer. */
  public static final String OCI_LAYER_GZIP = OCI_LAYER + "+gzip";

  /** A zstd-compressed OCI layer. */
  public static final String OCI_LAYER_ZSTD = OCI_LAYER + "+zstd";

  /** What the media types of OCI layers that are not to be pushed begin with. */
  public static final String OCI_NONDISTRIBUTABLE_LAYER =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";

  /** A Docker image manifest, schema 2. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** A Docker manifest list. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** A Docker image config. */
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  /** An uncompressed Docker layer. */
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

  /** A gzip-compressed Docker layer. */
  public static final String DOCKER_LAYER_GZIP = DOCKER_LAYER + ".gzip";

  /** A zstd-compressed Docker layer, as some builders write it. */
  public static final String DOCKER_LAYER_ZSTD = DOCKER_LAYER + ".zstd";

  /** A Docker layer that is not to be pushed. */
  public static final String DOCKER_FOREIGN_LAYER =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";

  /** An in-toto attestation, the layer type of build attestations. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  private static final String DOCKER_SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  /**
   * Config types of images. The ones below the first two stand in images that early Docker versions
   * pushed, <a href="https://github.com/docker/distribution/issues/1621">distribution#1621</a>.
   */
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          OCI_CONFIG, DOCKER_CONFIG, "application/octet-stream", "application/json", "text/html");

  private static final List<String> LAYER_PREFIXES =
      List.of(OCI_LAYER, OCI_NONDISTRIBUTABLE_LAYER, DOCKER_LAYER, DOCKER_FOREIGN_LAYER);

  private MediaTypes() {}

  /** {@return {@code mediaType} without parameters, in lower case} */
  public static String essence(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    String essence = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
    return essence.strip().toLowerCase(Locale.ROOT);
  }

  /** {@return whether it is an OCI image manifest or a Docker schema 2 manifest} */
  public static boolean isManifest(String mediaType) {
    String essence = essence(mediaType);
    return essence.equals(OCI_MANIFEST) || essence.equals(DOCKER_MANIFEST);
  }

  /** {@return whether it is an OCI index or a Docker manifest list} */
  public static boolean isIndex(String mediaType) {
    String essence = essence(mediaType);
    return essence.equals(OCI_INDEX) || essence.equals(DOCKER_LIST);
  }

  /**
   * {@return whether it is a Docker manifest of schema 1, signed or not, which nobody reads now}
   */
  public static boolean isDockerSchema1(String mediaType) {
    return essence(mediaType).startsWith(DOCKER_SCHEMA_1);
  }

  /** {@return whether the config of a manifest with this config type is an image's} */
  public static boolean isImageConfig(String mediaType) {
    return IMAGE_CONFIGS.contains(essence(mediaType));
  }

  /** {@return whether it is a layer of an image, whatever its compression and encryption} */
  public static boolean isLayer(String mediaType) {
    String essence = essence(mediaType);
    return LAYER_PREFIXES.stream()
        .anyMatch(
            prefix ->
                essence.equals(prefix)
                    || essence.startsWith(prefix + "+")
                    || essence.startsWith(prefix + "."));
  }

  /** {@return whether it is a layer that registries may not hold (foreign, nondistributable)} */
  public static boolean isNondistributable(String mediaType) {
    String essence = essence(mediaType);
    return essence.startsWith(OCI_NONDISTRIBUTABLE_LAYER)
        || essence.startsWith(DOCKER_FOREIGN_LAYER);
  }

  /** {@return whether the content is encrypted (ocicrypt)} */
  public static boolean isEncrypted(String mediaType) {
    return essence(mediaType).endsWith("+encrypted");
  }
}
