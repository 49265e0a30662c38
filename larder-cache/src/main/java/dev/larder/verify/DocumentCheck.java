// SPDX-License-Identifier: Apache-2.0
package dev.larder.verify;

import dev.larder.oci.Digest;
import dev.larder.oci.source.Document;

/** Looks at documents, which their digests prove. */
public final class DocumentCheck {
  private DocumentCheck() {}

  /** {@return whether a document has the digest that names it} */
  public static boolean isWhole(Document document) {
    var digest = document.digest();
    var hash = digest.algorithm().newHash();
    hash.update(document.bytes());
    return Digest.of(digest.algorithm(), hash).equals(digest);
  }
}
