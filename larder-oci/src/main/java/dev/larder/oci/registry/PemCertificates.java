// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates in PEM files: RFC 7468, 5. */
final class PemCertificates {
  /** Makes what is thrown. */
  @FunctionalInterface
  interface Failing<E extends IOException> {
    E failure(String message, @Nullable Exception cause);
  }

  private PemCertificates() {}

  /** {@return the certificates of {@code file} in its order, at least one} */
  static <E extends IOException> List<Certificate> read(Path file, Failing<E> failing) throws E {
    List<Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    } catch (CertificateException e) {
      throw failing.failure(file + " has no certificate in PEM form", e);
    } catch (IOException e) {
      throw failing.failure(file + " cannot be read", e);
    }
    if (certificates.isEmpty()) {
      throw failing.failure(file + " has no certificate in PEM form", null);
    }
    return certificates;
  }
}
