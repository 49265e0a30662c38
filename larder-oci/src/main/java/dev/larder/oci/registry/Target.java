// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Reference;

/**
 * What a request is for: distribution-spec, Pulling manifests and Pulling blobs.
 *
 * @param registry the registry as it stands in references
 * @param repository the repository within it
 * @param kind what is asked for
 * @param name the tag or digest of a manifest, the digest of a blob
 */
record Target(String registry, String repository, Kind kind, String name) {
  /** The endpoints that are read. */
  enum Kind {
    /** The API itself, which says by its status whether we may come in. */
    BASE(""),
    MANIFEST("manifests"),
    BLOB("blobs");

    private final String segment;

    Kind(String segment) {
      this.segment = segment;
    }
  }

  static Target base(String registry) {
    return new Target(registry, "", Kind.BASE, "");
  }

  static Target manifest(Reference reference, String tagOrDigest) {
    return new Target(reference.domain(), reference.path(), Kind.MANIFEST, tagOrDigest);
  }

  static Target blob(Reference reference, String digest) {
    return new Target(reference.domain(), reference.path(), Kind.BLOB, digest);
  }

  /** The path of the URL, which every part of is safe in as it is. */
  String path() {
    return kind == Kind.BASE ? "/v2/" : "/v2/" + repository + "/" + kind.segment + "/" + name;
  }

  /** The scope of a token that is good for it; none for the API itself. */
  String scope() {
    return kind == Kind.BASE ? "" : "repository:" + repository + ":pull";
  }

  /** For people, with the registry. */
  String describe() {
    return kind == Kind.BASE ? registry : registry + ": " + this;
  }

  /** For people. */
  @Override
  public String toString() {
    return repository + (name.indexOf(':') < 0 ? ":" : "@") + name;
  }
}
