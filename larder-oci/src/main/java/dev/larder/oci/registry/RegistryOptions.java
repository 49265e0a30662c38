// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.proxy.Proxies;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How registries are spoken to.
 *
 * @param credentials who we are
 * @param insecureRegistries registries, {@code host[:port]} as in references, whose certificates
 *     are not checked, and that are spoken to in clear text where they do not speak TLS
 * @param caCertificates PEM files of authorities that are trusted besides those of the JDK
 * @param hosts the files that say where registries are
 * @param proxies what requests go through
 * @param parallelRanges how many ranges of a big layer are fetched at once, 1 for one after the
 *     other; each takes 4 MiB of memory, for one layer of a client at a time
 * @param foreignLayers whether layers may come from elsewhere
 * @param retryPolicy how failed requests are tried again
 * @param timeouts how long a registry may stand still
 * @param documents how large manifests, indexes and configs may be
 */
public record RegistryOptions(
    Credentials credentials,
    Set<String> insecureRegistries,
    List<Path> caCertificates,
    HostsPaths hosts,
    Proxies proxies,
    int parallelRanges,
    ForeignLayers foreignLayers,
    RetryPolicy retryPolicy,
    Timeouts timeouts,
    DocumentLimits documents) {
  /**
   * Anonymous, certificates checked, every registry where its name says, no proxy, one range at a
   * time, foreign layers refused.
   */
  public static final RegistryOptions DEFAULT =
      new RegistryOptions(
          Credentials.anonymous(),
          Set.of(),
          List.of(),
          HostsPaths.NONE,
          Proxies.none(),
          1,
          ForeignLayers.REFUSED,
          RetryPolicy.DEFAULT,
          Timeouts.DEFAULT,
          DocumentLimits.DEFAULT);

  /** Copies the collections, and checks the number of ranges. */
  public RegistryOptions {
    if (parallelRanges < 1) {
      throw new IllegalArgumentException("at least one range at a time, not " + parallelRanges);
    }
    insecureRegistries = Set.copyOf(insecureRegistries);
    caCertificates = List.copyOf(caCertificates);
  }

  /** {@return these options with other credentials} */
  public RegistryOptions withCredentials(Credentials changed) {
    return new RegistryOptions(
        changed,
        insecureRegistries,
        caCertificates,
        hosts,
        proxies,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        timeouts,
        documents);
  }

  /** {@return these options with one more registry that need not be secure} */
  public RegistryOptions withInsecureRegistry(String registry) {
    var changed = new HashSet<>(insecureRegistries);
    changed.add(registry);
    return new RegistryOptions(
        credentials,
        changed,
        caCertificates,
        hosts,
        proxies,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        timeouts,
        documents);
  }

  /** {@return these options with other authorities besides the JDK's} */
  public RegistryOptions withCaCertificates(List<Path> changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        changed,
        hosts,
        proxies,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        timeouts,
        documents);
  }

  /** {@return these options with other files that say where registries are} */
  public RegistryOptions withHosts(HostsPaths changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        changed,
        proxies,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        timeouts,
        documents);
  }

  /** {@return these options with other proxies} */
  public RegistryOptions withProxies(Proxies changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        hosts,
        changed,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        timeouts,
        documents);
  }

  /**
   * {@return these options with another number of ranges at once}
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public RegistryOptions withParallelRanges(int changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        hosts,
        proxies,
        changed,
        foreignLayers,
        retryPolicy,
        timeouts,
        documents);
  }

  /** {@return these options with foreign layers allowed or refused} */
  public RegistryOptions withForeignLayers(ForeignLayers changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        hosts,
        proxies,
        parallelRanges,
        changed,
        retryPolicy,
        timeouts,
        documents);
  }

  /** {@return these options with another way to try again} */
  public RegistryOptions withRetryPolicy(RetryPolicy changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        hosts,
        proxies,
        parallelRanges,
        foreignLayers,
        changed,
        timeouts,
        documents);
  }

  /** {@return these options with other time-outs} */
  public RegistryOptions withTimeouts(Timeouts changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        hosts,
        proxies,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        changed,
        documents);
  }

  /** {@return these options with other limits of documents} */
  public RegistryOptions withDocuments(DocumentLimits changed) {
    return new RegistryOptions(
        credentials,
        insecureRegistries,
        caCertificates,
        hosts,
        proxies,
        parallelRanges,
        foreignLayers,
        retryPolicy,
        timeouts,
        changed);
  }
}
