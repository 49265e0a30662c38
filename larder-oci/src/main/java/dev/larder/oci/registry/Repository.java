// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.Capability;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.json.Json;
import dev.larder.oci.source.DigestMismatchException;
import dev.larder.oci.source.Document;
import dev.larder.oci.source.DocumentTooLargeException;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.RetryListener;
import dev.larder.oci.source.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One repository of a registry and its mirrors, seen through one reference. */
final class Repository implements ImageSource {
  private static final Map<String, String> ACCEPT_MANIFESTS =
      Map.of(
          "Accept",
          String.join(
              ", ",
              MediaTypes.OCI_INDEX,
              MediaTypes.OCI_MANIFEST,
              MediaTypes.DOCKER_LIST,
              MediaTypes.DOCKER_MANIFEST));

  /** Makes attempts. */
  interface Attempting {
    Attempts at(List<Target> targets, RetryListener retries, Consumer<Endpoint> left);
  }

  private final Reference reference;
  private final Places places;
  private final Requests requests;
  private final Attempting attempting;
  private final RangeBudget ranges;
  private final ForeignLayers foreignLayers;

  /** Where each blob that was opened has come from. */
  private final Map<Digest, Attempts> blobs = new ConcurrentHashMap<>();

  Repository(
      Reference reference,
      Places places,
      Requests requests,
      Attempting attempting,
      RangeBudget ranges,
      ForeignLayers foreignLayers) {
    this.reference = reference;
    this.places = places;
    this.requests = requests;
    this.attempting = attempting;
    this.ranges = ranges;
    this.foreignLayers = foreignLayers;
  }

  private Attempts attempts(List<Target> targets, RetryListener retries) {
    return attempting.at(targets, retries, places::leave);
  }

  @Override
  public Document resolve() throws IOException {
    @Nullable Digest wanted = reference.digest().orElse(null);
    String name = wanted == null ? reference.tag().orElseThrow() : wanted.toString();
    List<Target> targets =
        places.targets(
            wanted == null ? Capability.RESOLVE : Capability.PULL,
            endpoint -> Target.manifest(reference, name, endpoint));
    return attempts(targets, RetryListener.NONE).run(target -> resolve(target, wanted));
  }

  private Document resolve(Target target, @Nullable Digest wanted) throws IOException {
    try (Reply reply = requests.get(target, ACCEPT_MANIFESTS)) {
      byte[] bytes = readWhole(target, reply, requests.documents().manifestBytes());
      if (target.isMirrored() && Json.parse(bytes).isEmpty()) {
        throw new BadResponseException(
            Failure.ofStatus(target, reply.status()), "it gives what is no manifest");
      }
      Optional<Digest> given = givenDigest(target, reply);
      if (given.isPresent()) {
        verify(target, bytes, given.get());
      }
      Digest digest = wanted == null ? given.orElseGet(() -> Digest.sha256(bytes)) : wanted;
      verify(target, bytes, digest);
      return new Document(reply.header("Content-Type").orElse(""), digest, bytes);
    }
  }

  @Override
  public Document fetch(Descriptor descriptor) throws IOException {
    String mediaType = descriptor.mediaType();
    boolean manifest = MediaTypes.isManifest(mediaType) || MediaTypes.isIndex(mediaType);
    String name = descriptor.digest().toString();
    List<Target> targets =
        places.targets(
            Capability.PULL,
            endpoint ->
                manifest
                    ? Target.manifest(reference, name, endpoint)
                    : Target.blob(reference, name, endpoint));
    DocumentLimits limits = requests.documents();
    int limit = manifest ? limits.manifestBytes() : limits.configBytes();
    Map<String, String> headers = manifest ? ACCEPT_MANIFESTS : Map.of();
    return attempts(targets, RetryListener.NONE)
        .run(
            target -> {
              try (Reply reply = requests.get(target, headers)) {
                var body = new Reporting(target, reply.body());
                return Document.read(body, descriptor, limit, target.describe());
              }
            });
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws IOException {
    return openBlob(descriptor, RetryListener.NONE);
  }

  @Override
  public InputStream openBlob(Descriptor descriptor, RetryListener retries) throws IOException {
    List<Target> targets =
        places.targets(
            Capability.PULL,
            endpoint -> Target.blob(reference, descriptor.digest().toString(), endpoint));
    Attempts attempts = attempts(targets, retries);
    blobs.put(descriptor.digest(), attempts);
    try {
      return open(descriptor, requests::get, attempts);
    } catch (ContentNotFoundException e) {
      if (descriptor.urls().isEmpty()) {
        throw e;
      }
      return openForeign(targets.getLast(), descriptor, e, retries);
    }
  }

  @Override
  public boolean distrust(Descriptor blob) {
    Attempts attempts = blobs.remove(blob.digest());
    return attempts != null && attempts.leaveAll();
  }

  /** Asked only behind a 404, since a registry may well hold a layer that it need not. */
  private InputStream openForeign(
      Target target,
      Descriptor descriptor,
      ContentNotFoundException notFound,
      RetryListener retries)
      throws IOException {
    if (foreignLayers == ForeignLayers.REFUSED) {
      throw new ForeignLayerException(
          Failure.withoutResponse(target),
          "the layer is kept elsewhere, and foreign layers are not allowed",
          notFound);
    }
    RegistryException first = notFound;
    for (String url : descriptor.urls()) {
      try {
        URI uri = foreignUri(target, url);
        return open(
            descriptor,
            (at, headers) -> requests.getForeign(at, uri, headers),
            attempts(List.of(target), retries));
      } catch (RegistryException e) {
        first.addSuppressed(e);
      }
    }
    throw first;
  }

  private InputStream open(Descriptor descriptor, ResumingStream.Opener opener, Attempts attempts)
      throws IOException {
    return new VerifyingInputStream(
        ResumingStream.open(descriptor, opener, attempts, ranges),
        descriptor,
        () -> attempts.target().describe());
  }

  private static URI foreignUri(Target target, String url) throws BadResponseException {
    return HttpUrl.find(url)
        .orElseThrow(
            () ->
                new BadResponseException(
                    Failure.withoutResponse(target), "the layer's URL is no HTTP URL"));
  }

  private static byte[] readWhole(Target target, Reply reply, int limit) throws IOException {
    OptionalLong length = reply.length();
    if (length.isPresent() && length.getAsLong() > limit) {
      throw tooLarge(target, limit);
    }
    byte[] bytes = new Reporting(target, reply.body()).readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw tooLarge(target, limit);
    }
    return bytes;
  }

  private static DocumentTooLargeException tooLarge(Target target, int limit) {
    return new DocumentTooLargeException(target.describe(), limit);
  }

  private static Optional<Digest> givenDigest(Target target, Reply reply)
      throws BadResponseException {
    Optional<String> given = reply.header("Docker-Content-Digest");
    try {
      return given.map(Digest::parse);
    } catch (IllegalArgumentException ignored) { // said in our own words
      throw new BadResponseException(
          Failure.withoutResponse(target),
          "Docker-Content-Digest is no digest: " + Words.oneLine(given.orElse("")));
    }
  }

  private static void verify(Target target, byte[] bytes, Digest wanted)
      throws DigestMismatchException {
    var hash = wanted.algorithm().newHash();
    hash.update(bytes);
    Digest got = Digest.of(wanted.algorithm(), hash);
    if (!got.equals(wanted)) {
      throw new DigestMismatchException(target.describe(), wanted, got);
    }
  }

  /** Nothing to close: the connections are the client's. */
  @Override
  public void close() {}

  /** A body whose broken connection is reported as the registry's. */
  private static final class Reporting extends InputStream {
    private final Target target;
    private final InputStream in;

    Reporting(Target target, InputStream in) {
      this.target = target;
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        throw UnreachableException.of(target, e);
      }
    }
  }
}
