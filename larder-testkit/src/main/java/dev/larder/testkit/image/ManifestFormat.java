// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

/** The two families of manifests. */
public enum ManifestFormat {
  /** OCI image-spec 1.1. */
  OCI(
      "application/vnd.oci.image.manifest.v1+json",
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.oci.image.config.v1+json"),
  /** Docker image manifest, version 2, schema 2. */
  DOCKER(
      "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.docker.container.image.v1+json");

  private final String manifestType;
  private final String indexType;
  private final String configType;

  ManifestFormat(String manifestType, String indexType, String configType) {
    this.manifestType = manifestType;
    this.indexType = indexType;
    this.configType = configType;
  }

  /** {@return the media type of an image's manifest} */
  public String manifestType() {
    return manifestType;
  }

  /** {@return the media type of a list of manifests} */
  public String indexType() {
    return indexType;
  }

  /** {@return the media type of an image's config} */
  public String configType() {
    return configType;
  }
}
