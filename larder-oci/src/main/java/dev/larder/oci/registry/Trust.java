// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.hosts.HostSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: the JDK's authorities and those of the user. */
final class Trust {
  private final List<Path> files;

  Trust(List<Path> files) {
    this.files = files;
  }

  /** {@return how TLS is spoken to a host with {@code settings}} */
  Tls tls(HostSettings settings, boolean verified) {
    var authorities = new ArrayList<Path>(files);
    authorities.addAll(settings.authorities());
    return new Tls(verified, authorities, settings.clientCertificates());
  }

  /**
   * {@return a context that speaks as {@code tls} says} Reads the authorities, which takes a while.
   *
   * @throws AuthorityFileException if a file of authorities cannot be read or has none
   * @throws ClientKeys.ClientKeyException if a client's certificate or key cannot be read
   * @throws IOException if the JDK has no TLS
   */
  SSLContext context(Tls tls) throws IOException {
    try {
      if (tls.verified() && tls.authorities().isEmpty() && tls.clientCertificates().isEmpty()) {
        return SSLContext.getDefault();
      }
      TrustManager[] trust =
          tls.verified() ? verifying(tls.authorities()) : new TrustManager[] {new Believing()};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(ClientKeys.of(tls.clientCertificates()), trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up", e);
    }
  }

  private static TrustManager[] verifying(List<Path> files)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (X509Certificate certificate : jdkAuthorities()) {
      store.setCertificateEntry("authority " + store.size(), certificate);
    }
    for (Path file : files) {
      for (Certificate certificate : PemCertificates.read(file, AuthorityFileException::new)) {
        store.setCertificateEntry("authority " + store.size(), certificate);
      }
    }
    return managers(store);
  }

  private static List<X509Certificate> jdkAuthorities() throws GeneralSecurityException {
    var authorities = new ArrayList<X509Certificate>();
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        Collections.addAll(authorities, x509.getAcceptedIssuers());
      }
    }
    return authorities;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** A file of authorities is none, which no further attempt mends. */
  static final class AuthorityFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private AuthorityFileException(String message, @Nullable Exception cause) {
      super(message, cause);
    }
  }

  /** Checks nothing, not even the host's name: for registries that the user calls insecure. */
  private static final class Believing extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
