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
    ForeignLayers foreignLayers,
    RetryPolicy retryPolicy,
    Timeouts timeouts,
    DocumentLimits documents) {
  /**
   * Anonymous, certificates checked, every registry where its name says, no proxy, foreign layers
   * refused.
   */
  public static final RegistryOptions DEFAULT =
      new RegistryOptions(
          Credentials.anonymous(),
          Set.of(),
          List.of(),
          HostsPaths.NONE,
          Proxies.none(),
          ForeignLayers.REFUSED,
          RetryPolicy.DEFAULT,
          Timeouts.DEFAULT,
          DocumentLimits.DEFAULT);

  /** Copies the collections. */
  public RegistryOptions {
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
        foreignLayers,
        retryPolicy,
        timeouts,
        changed);
  }
}
