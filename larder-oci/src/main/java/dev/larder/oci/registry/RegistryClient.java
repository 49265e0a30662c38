// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Reference;
import dev.larder.oci.hosts.RegistryHosts;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.RetryListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads images from registries. Keeps the connections, what protocol each registry speaks, and the
 * tokens it gave, so one client should serve for as long as its options do. Safe for use by several
 * threads.
 *
 * <p>Calls block. A failure of the registry is a {@link RegistryException}, content that is not
 * what its digest or size says a {@link dev.larder.oci.source.DigestMismatchException} or {@link
 * dev.larder.oci.source.SizeMismatchException}. A call or a read whose thread is interrupted ends
 * at once with an {@link java.io.InterruptedIOException}, and the thread stays interrupted.
 *
 * <p>An image is looked for where {@link RegistryOptions#hosts} say, mirrors in their order and the
 * registry itself last. The next place is asked at once when one fails; only at the last one are
 * attempts repeated.
 *
 * <p>Registries are spoken to over TLS, except where {@link RegistryOptions#insecureRegistries}
 * allows clear text, and at the loopback address, where clear text is tried first.
 */
public final class RegistryClient implements AutoCloseable {
  private final RegistryOptions options;
  private final Waiting waiting;
  private final Transport transport;
  private final Requests requests;
  private final RangeBudget ranges;

  private RegistryClient(RegistryOptions options, Waiting waiting) {
    this.options = options;
    this.waiting = waiting;
    this.ranges = new RangeBudget(options.parallelRanges());
    var origins = new Origins(options.insecureRegistries());
    this.transport =
        new Transport(
            origins, new Trust(options.caCertificates()), options.proxies(), options.timeouts());
    var redirects = new Redirects(transport);
    var refusals = new Refusals(waiting.clock());
    var tokens = new Tokens(redirects, refusals, waiting.clock());
    var authorizer = new Authorizer(options.credentials(), tokens, waiting.clock());
    this.requests = new Requests(origins, redirects, authorizer, refusals, options.documents());
  }

  /** {@return a new client; nothing is read or connected to yet} */
  public static RegistryClient open(RegistryOptions options) {
    return open(options, Waiting.real());
  }

  /** As {@link #open(RegistryOptions)}, with time and chance as given. */
  static RegistryClient open(RegistryOptions options, Waiting waiting) {
    return new RegistryClient(options, waiting);
  }

  /**
   * {@return the repository of {@code reference}, which resolves to the image that it names: by its
   * digest if it has one, by its tag otherwise} Nothing is asked of the registry yet.
   */
  public ImageSource repository(Reference reference) {
    return new Repository(
        reference,
        new Places(reference, options.hosts()),
        requests,
        (targets, retries, left) ->
            new Attempts(options.retryPolicy(), waiting, retries, targets, left),
        ranges,
        options.foreignLayers());
  }

  /**
   * Asks a registry whether it lets us in.
   *
   * @param registry the registry as it stands in references, {@code host[:port]}
   * @throws UnauthorizedException if it does not
   */
  public void requireAccess(String registry) throws IOException {
    var itself = Target.base(RegistryHosts.of(options.hosts()).registry(registry));
    new Attempts(
            options.retryPolicy(), waiting, RetryListener.NONE, List.of(itself), endpoint -> {})
        .run(
            target -> {
              requests.get(target, Map.of()).close();
              return true;
            });
  }

  /** Ends every connection; reads that wait on one fail. */
  @Override
  public void close() {
    transport.close();
  }
}
