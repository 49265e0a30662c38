// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Reference;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.hosts.HostSettings;
import dev.larder.oci.hosts.RegistryHosts;

/**
 * What a request is for, and where: distribution-spec, Pulling manifests and Pulling blobs.
 *
 * @param registry the registry as it stands in references
 * @param repository the repository within it
 * @param at where it is asked for
 * @param kind what is asked for
 * @param name the tag or digest of a manifest, the digest of a blob
 */
record Target(String registry, String repository, Endpoint at, Kind kind, String name) {
  /** What is read. */
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

  static Target base(Endpoint registry) {
    return new Target(registry.host(), "", registry, Kind.BASE, "");
  }

  static Target manifest(Reference reference, String tagOrDigest, Endpoint at) {
    return new Target(reference.domain(), reference.path(), at, Kind.MANIFEST, tagOrDigest);
  }

  static Target blob(Reference reference, String digest, Endpoint at) {
    return new Target(reference.domain(), reference.path(), at, Kind.BLOB, digest);
  }

  /** {@return the same, from a host of which nothing is said} */
  Target withUsualSettings() {
    var usual =
        new Endpoint(
            at.host(), at.repository(), at.namespace(), at.capabilities(), HostSettings.USUAL);
    return new Target(registry, repository, usual, kind, name);
  }

  /** The path of the URL and its query, which every part of is safe in as it is. */
  String path() {
    String api = at.settings().apiPath() + "/";
    if (kind == Kind.BASE) {
      return api;
    }
    // As containerd has it: one mirror may stand before many registries.
    String query = at.namespace().isEmpty() || !isMirrored() ? "" : "?ns=" + at.namespace();
    return api + at.repository() + "/" + kind.segment + "/" + name + query;
  }

  /** The scope of a token that is good for it; none for the API itself. */
  String scope() {
    return kind == Kind.BASE ? "" : "repository:" + at.repository() + ":pull";
  }

  /** Whether somebody else than the registry is asked. */
  boolean isMirrored() {
    return !RegistryHosts.isHostOf(registry, at.host());
  }

  /** The host that is asked, as a login names it: a mirror's, or the registry as references do. */
  String host() {
    return isMirrored() ? at.host() : registry;
  }

  /** For people, with the registry. */
  String describe() {
    String where = isMirrored() ? registry + " at " + at.host() : registry;
    return kind == Kind.BASE ? where : where + ": " + this;
  }

  /** For people. */
  @Override
  public String toString() {
    return repository + (name.indexOf(':') < 0 ? ":" : "@") + name;
  }
}
