// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.Digest;
import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** The catalog cannot be read or written; the message does not say which catalog that is. */
public final class CatalogException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean busy;

  CatalogException(String message) {
    super(message);
    this.busy = false;
  }

  CatalogException(SQLException cause) {
    super(cause.getMessage(), cause);
    this.busy = isBusy(cause);
  }

  private CatalogException(String message, Throwable cause) {
    super(message, cause);
    this.busy = false;
  }

  /** {@return the failure that {@code row} is not what was written} */
  public static CatalogException damaged(String row) {
    return new CatalogException(row + " is damaged");
  }

  /** {@return the failure that a document is not what was written} */
  public static CatalogException damaged(Digest document, IOException cause) {
    return new CatalogException(
        "the document " + document + " is damaged: " + cause.getMessage(), cause);
  }

  /** {@return whether another process had the catalog, and trying again may help} */
  boolean isBusy() {
    return busy;
  }

  /** Extended codes keep the basic one in their low byte. */
  private static boolean isBusy(SQLException cause) {
    int basic = cause.getErrorCode() & 0xFF;
    return basic == SQLiteErrorCode.SQLITE_BUSY.code || basic == SQLiteErrorCode.SQLITE_LOCKED.code;
  }
}
