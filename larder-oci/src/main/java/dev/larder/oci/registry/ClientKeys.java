// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.hosts.ClientCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who we are, to servers that ask for a certificate: keys in PEM files. */
final class ClientKeys {
  private static final char[] NO_PASSWORD = {};
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /** A key of PKCS #8, which is what tools write today: RFC 7468, 10. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([\\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----");

  private ClientKeys() {}

  /** {@return what shows the first of {@code certificates} that a server takes} */
  static KeyManager[] of(List<ClientCertificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (ClientCertificate certificate : certificates) {
      PrivateKey key = key(certificate.key());
      try {
        store.setKeyEntry(
            "certificate " + store.size(), key, NO_PASSWORD, chain(certificate.certificate()));
      } catch (KeyStoreException e) {
        throw new ClientKeyException(certificate.certificate() + " is no chain in order", e);
      }
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static Certificate[] chain(Path file) throws ClientKeyException {
    return PemCertificates.read(file, ClientKeyException::new).toArray(Certificate[]::new);
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ClientKeyException(file + " cannot be read", e);
    }
    Matcher pem = PRIVATE_KEY.matcher(text);
    return (pem.find() ? findKey(pem.group(1)) : Optional.<PrivateKey>empty())
        .orElseThrow(
            () ->
                new ClientKeyException(
                    file
                        + " has no private key in PKCS #8 form without a password; "
                        + "openssl pkcs8 -topk8 -nocrypt makes one",
                    null));
  }

  private static Optional<PrivateKey> findKey(String base64) throws GeneralSecurityException {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException ignored) { // the caller says so, without the text
      return Optional.empty();
    }
    var spec = new PKCS8EncodedKeySpec(bytes);
    for (String algorithm : ALGORITHMS) {
      try {
        return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
      } catch (InvalidKeySpecException ignored) { // a key of another algorithm
      }
    }
    return Optional.empty();
  }

  /** We cannot show who we are, which no further attempt mends. */
  static final class ClientKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    private ClientKeyException(String message, @Nullable Exception cause) {
      super(message, cause);
    }
  }
}
