// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry holds, and the proper response to who asks for it. */
final class Contents {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  /** A tag or a digest within a repository. */
  record Name(String repository, String tagOrDigest) {}

  private record Manifest(String mediaType, String digest, Body content) {}

  private final Map<Name, Manifest> manifests = new ConcurrentHashMap<>();
  private final Map<Name, Body> blobs = new ConcurrentHashMap<>();

  void putManifest(String repository, String mediaType, Body content, String digest) {
    manifests.put(new Name(repository, digest), new Manifest(mediaType, digest, content));
  }

  void putBlob(Name name, Body content) {
    blobs.put(name, content);
  }

  void tag(String repository, String tag, String digest) {
    Manifest manifest = manifests.get(new Name(repository, digest));
    if (manifest == null) {
      throw new IllegalArgumentException("no manifest " + digest + " in " + repository);
    }
    manifests.put(new Name(repository, tag), manifest);
  }

  void removeManifest(Name name) {
    manifests.remove(name);
  }

  void removeBlob(Name name) {
    blobs.remove(name);
  }

  Response manifest(Name name) {
    Manifest manifest = manifests.get(name);
    if (manifest == null) {
      return Response.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    }
    return Response.of(
        200,
        Map.of("Content-Type", manifest.mediaType(), "Docker-Content-Digest", manifest.digest()),
        manifest.content());
  }

  Response blob(Request request, Name name) {
    Body blob = blobs.get(name);
    if (blob == null) {
      return Response.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }
    Response whole =
        Response.of(
            200,
            Map.of(
                "Content-Type", "application/octet-stream",
                "Docker-Content-Digest", name.tagOrDigest(),
                "Accept-Ranges", "bytes"),
            blob);
    Matcher range = RANGE.matcher(request.findHeader("Range").orElse(""));
    return range.matches() ? part(whole, range) : whole;
  }

  private static Response part(Response whole, Matcher range) {
    long size = whole.count();
    long start = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    if (start >= size || last < start) {
      return whole.withStatus(416).withHeader("Content-Range", "bytes */" + size).withPart(0, 0);
    }
    long end = Math.min(last, size - 1);
    return whole
        .withStatus(206)
        .withHeader("Content-Range", "bytes " + start + "-" + end + "/" + size)
        .withPart(start, end - start + 1);
  }
}
